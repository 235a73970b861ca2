// Credits.
import type { Language } from '../../../language.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'

export function CreditsPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="credits"><Credits /></Dashboard>
}

function Credits() {
  const { words } = useDashboard()
  return <p class="soft">{words.nothing}</p>
}
