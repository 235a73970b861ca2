// Usage.
import type { Language } from '../../../language.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'

export function UsagePart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="usage"><Usage /></Dashboard>
}

function Usage() {
  const { words } = useDashboard()
  return <p class="soft">{words.nothing}</p>
}
