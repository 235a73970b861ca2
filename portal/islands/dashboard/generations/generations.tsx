// Generations: the gallery, or one of them where the address names it.
import type { Language } from '../../../language.ts'
import { generationsWords } from '../../../words/dashboard/generations.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'
import { readFilters } from '../filters.ts'
import { Gallery } from './gallery.tsx'
import { OnePage } from './one.tsx'

export function GenerationsPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="generations"><Generations /></Dashboard>
}

function Generations() {
  const { language } = useDashboard()
  const words = generationsWords(language)
  const { id } = readFilters(location.search, ['id'])
  return id === undefined ? <Gallery words={words} /> : <OnePage id={id} words={words} />
}
