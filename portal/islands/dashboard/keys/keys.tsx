// Keys.
import type { Language } from '../../../language.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'

export function KeysPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="keys"><Keys /></Dashboard>
}

function Keys() {
  const { words } = useDashboard()
  return <p class="soft">{words.nothing}</p>
}
