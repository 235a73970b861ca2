// Where the account is told of events, what was sent there, and whether a signature is right.
import type { Language } from '../../../language.ts'
import { Dashboard } from '../dashboard.tsx'
import { useAsk } from '../use-ask.ts'
import { Deliveries } from './deliveries.tsx'
import { Endpoints } from './endpoints.tsx'
import { ENDPOINTS } from './operations.ts'
import { Signature } from './signature.tsx'

export function WebhooksPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="webhooks"><Webhooks /></Dashboard>
}

function Webhooks() {
  const asked = useAsk(ENDPOINTS, {})
  return (
    <>
      <Endpoints asked={asked} />
      <Deliveries endpoints={asked.data?.webhookEndpoints ?? []} />
      <Signature />
    </>
  )
}
