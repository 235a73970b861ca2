// Generations.
import type { Language } from '../../../language.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'

export function GenerationsPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="generations"><Generations /></Dashboard>
}

function Generations() {
  const { words } = useDashboard()
  return <p class="soft">{words.nothing}</p>
}
