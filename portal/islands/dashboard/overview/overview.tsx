// Overview.
import type { Language } from '../../../language.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'

export function OverviewPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="overview"><Overview /></Dashboard>
}

function Overview() {
  const { words } = useDashboard()
  return <p class="soft">{words.nothing}</p>
}
