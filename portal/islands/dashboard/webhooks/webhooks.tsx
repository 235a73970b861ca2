// Webhooks.
import type { Language } from '../../../language.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'

export function WebhooksPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="webhooks"><Webhooks /></Dashboard>
}

function Webhooks() {
  const { words } = useDashboard()
  return <p class="soft">{words.nothing}</p>
}
