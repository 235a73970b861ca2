// Account.
import type { Language } from '../../../language.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'

export function AccountPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="account"><Account /></Dashboard>
}

function Account() {
  const { words } = useDashboard()
  return <p class="soft">{words.nothing}</p>
}
