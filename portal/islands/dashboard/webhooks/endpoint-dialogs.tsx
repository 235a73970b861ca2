// What is done with an endpoint: an example, a new secret, what it missed, its end.
import { useState } from 'preact/hooks'
import { EVENT_KINDS } from '../../../../src/domain/event.ts'
import type { EventKind } from '../../../../src/domain/event.ts'
import { Segments } from '../../../ui/segments.tsx'
import { webhooksWords } from '../../../words/dashboard/webhooks.ts'
import { Confirm } from '../confirm.tsx'
import { useDashboard } from '../context.ts'
import { Field } from '../field.tsx'
import { nowMs } from '../moments.ts'
import { HOURS, OverlapPicker } from '../overlap.tsx'
import type { Overlap } from '../overlap.tsx'
import { useAct } from '../use-ask.ts'
import { DELETE, EXAMPLE, RECOVER, ROTATE, ROTATE_OWN } from './operations.ts'
import type { Endpoint, Tried } from './operations.ts'

interface OfEndpoint {
  readonly endpoint: Endpoint
  readonly onClose: () => void
}

export function SendExample({ endpoint: { id, url }, onClose }: OfEndpoint) {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const [event, setEvent] = useState<EventKind>('generation.completed')
  const [tried, setTried] = useState<Tried>()
  const { act, isBusy, problem } = useAct(EXAMPLE)
  const send = async (): Promise<void> => {
    setTried(undefined)
    setTried((await act({ endpointId: id, event }))?.webhookExample)
  }
  return (
    <Confirm title={words.example} action={words.send} isBusy={isBusy} problem={problem} onAct={() => void send()} onClose={onClose}>
      <p><code>{url}</code></p>
      <Field label={words.exampleEvent}>
        {(wiring) => <select class="input" {...wiring} autofocus value={event} onChange={({ currentTarget }) => setEvent(currentTarget.value as EventKind)}>{EVENT_KINDS.map((kind) => <option key={kind}>{kind}</option>)}</select>}
      </Field>
      <p class={tried ? `dash-verdict ${tried.delivered ? 'right' : 'wrong'}` : 'visually-hidden'} role="status">
        {tried && (tried.delivered ? words.taken(String(tried.status)) : words.notTaken(tried.detail ?? (tried.status === null ? words.noAnswer : String(tried.status))))}
      </p>
    </Confirm>
  )
}

/** @param endpoint undefined: the account's own secret */
export function RotateSecret({ endpoint, onMade, onClose }: { readonly endpoint: Endpoint | undefined; readonly onMade: (secret: string) => void; readonly onClose: () => void }) {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const [overlap, setOverlap] = useState<Overlap>('h24')
  const ofEndpoint = useAct(ROTATE)
  const ofAccount = useAct(ROTATE_OWN)
  const { isBusy, problem } = endpoint ? ofEndpoint : ofAccount
  const rotate = async (): Promise<void> => {
    const overlapHours = HOURS[overlap]
    const secret = endpoint ? (await ofEndpoint.act({ id: endpoint.id, overlapHours }))?.webhookEndpointSecretRotate.secret : (await ofAccount.act({ overlapHours }))?.webhookSecretRotate.secret
    if (secret !== undefined) onMade(secret)
  }
  return (
    <Confirm title={words.rotateTitle} action={words.rotate} isBusy={isBusy} problem={problem} onAct={() => void rotate()} onClose={onClose}>
      <p>{endpoint ? <code>{endpoint.url}</code> : words.own}</p>
      <p>{words.rotateHint}</p>
      <OverlapPicker legend={words.overlap} value={overlap} onChange={setOverlap} />
    </Confirm>
  )
}

const SINCES = ['h1', 'h24', 'h168', 'h720'] as const
type Since = (typeof SINCES)[number]
const SINCE_HOURS = { h1: 1, h24: 24, h168: 168, h720: 719 } as const satisfies Readonly<Record<Since, number>>
const HOUR_MS = 3_600_000

export function Recover({ endpoint: { id, url }, onClose }: OfEndpoint) {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const [since, setSince] = useState<Since>('h24')
  const { act, isBusy, problem } = useAct(RECOVER)
  const recover = async (): Promise<void> => {
    if (await act({ endpointId: id, since: new Date(nowMs() - SINCE_HOURS[since] * HOUR_MS).toISOString() })) onClose()
  }
  return (
    <Confirm title={words.recoverTitle} action={words.send} isBusy={isBusy} problem={problem} onAct={() => void recover()} onClose={onClose}>
      <p><code>{url}</code></p>
      <p>{words.recoverHint}</p>
      <Segments name="since" legend={words.since} values={SINCES} value={since} words={words.sinces} onChange={setSince} />
    </Confirm>
  )
}

export function DeleteEndpoint({ endpoint: { id, url }, onClose }: OfEndpoint) {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const { act, isBusy, problem } = useAct(DELETE)
  const remove = async (): Promise<void> => {
    if (await act({ id })) onClose()
  }
  return (
    <Confirm title={words.removeTitle} action={words.remove} isDangerous isBusy={isBusy} problem={problem} onAct={() => void remove()} onClose={onClose}>
      <p><code>{url}</code></p>
      <p>{words.removeHint}</p>
    </Confirm>
  )
}
