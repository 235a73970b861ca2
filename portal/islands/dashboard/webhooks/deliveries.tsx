// What was sent and what became of it, attempt by attempt.
import { useState } from 'preact/hooks'
import { grouped, momentOf } from '../../../language.ts'
import { webhooksWords } from '../../../words/dashboard/webhooks.ts'
import { ProblemLine, Waiting } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Field } from '../field.tsx'
import { useAct } from '../use-ask.ts'
import { usePages } from '../use-pages.ts'
import { DELIVERIES, DELIVERY_STATUSES, REDELIVER } from './operations.ts'
import type { Delivery, DeliveryFilter, DeliveryStatus, Endpoint } from './operations.ts'

const TONES = { PENDING: '', DELIVERED: 'back', PARKED: 'failed', STOPPED: 'failed' } as const satisfies Readonly<Record<DeliveryStatus, string>>

export function Deliveries({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  const { language, words: around } = useDashboard()
  const words = webhooksWords(language)
  const [filter, setFilter] = useState<DeliveryFilter>({})
  const { rows, problem, isAsking, more, again } = usePages(DELIVERIES, { filter }, ({ webhookDeliveries }) => webhookDeliveries)
  const status = DELIVERY_STATUSES.find((one) => one === filter.status)
  const choose = (endpoint: string | undefined, next: DeliveryStatus | undefined): void => setFilter({ ...(endpoint !== undefined && { endpoint }), ...(next !== undefined && { status: next }) })
  return (
    <section class="dash-section">
      <div class="dash-section-head">
        <h2>{words.deliveries}</h2>
        <button class="button quiet" type="button" disabled={isAsking} onClick={again}>{words.refresh}</button>
      </div>
      <div class="dash-pair">
        <Field label={words.status}>
          {(wiring) => (
            <select class="input" {...wiring} value={status ?? ''} onChange={({ currentTarget }) => choose(filter.endpoint, DELIVERY_STATUSES.find((one) => one === currentTarget.value))}>
              <option value="">{words.anyStatus}</option>
              {DELIVERY_STATUSES.map((one) => <option value={one} key={one}>{words.statuses[one]}</option>)}
            </select>
          )}
        </Field>
        <Field label={words.endpoint}>
          {(wiring) => (
            <select class="input" {...wiring} value={filter.endpoint ?? ''} onChange={({ currentTarget }) => choose(currentTarget.value || undefined, status)}>
              <option value="">{words.anyEndpoint}</option>
              {endpoints.map(({ id, url }) => <option value={id} key={id}>{url}</option>)}
            </select>
          )}
        </Field>
      </div>
      <ProblemLine problem={problem} again={again} />
      {rows === undefined ? !problem && <Waiting /> : rows.length === 0 ? <p class="dash-empty">{words.noDeliveries}</p> : <ul class="deliveries">{rows.map((delivery) => <Row delivery={delivery} onSent={again} key={delivery.id} />)}</ul>}
      {more && <p><button class="button plain" type="button" disabled={isAsking} onClick={more}>{around.more}</button></p>}
    </section>
  )
}

function Row({ delivery, onSent }: { readonly delivery: Delivery; readonly onSent: () => void }) {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const { act, isBusy, problem } = useAct(REDELIVER)
  const { id, webhookId, generationId, event, url, status, attempts, createdAt, log } = delivery
  const send = async (): Promise<void> => {
    if (await act({ id })) onSent()
  }
  return (
    <li>
      <details>
        <summary>
          <code>{event}</code>
          <span class={`tag ${TONES[status]}`}>{words.statuses[status]}</span>
          <span class="small soft">{attempts === 1 ? words.oneAttempt : words.attempts(grouped(attempts))}</span>
          <time class="small soft" dateTime={createdAt}>{momentOf(createdAt, language)}</time>
        </summary>
        <div class="delivery">
          <dl class="delivery-facts">
            <div><dt>{words.receiver}</dt><dd><code>{url}</code></dd></div>
            <div><dt lang="en">webhook-id</dt><dd><code>{webhookId}</code></dd></div>
            {generationId !== null && <div><dt>{words.generation}</dt><dd><code>{generationId}</code></dd></div>}
          </dl>
          {log.length === 0 ? <p class="hint">{words.noAttempt}</p> : (
            <ol class="attempts">
              {log.map((attempt) => (
                <li key={attempt.at}>
                  <p><span class={attempt.detail === null ? 'tag back' : 'tag failed'}>{attempt.status ?? words.noAnswer}</span> <time dateTime={attempt.at}>{momentOf(attempt.at, language)}</time> <span class="soft">{words.milliseconds(grouped(attempt.ms))}</span></p>
                  {attempt.detail !== null && <p class="hint" lang="en">{attempt.detail}</p>}
                  {attempt.answer !== '' && <pre class="code wraps" tabIndex={0}>{attempt.answer}</pre>}
                </li>
              ))}
            </ol>
          )}
          <ProblemLine problem={problem} />
          <p><button class="button quiet" type="button" disabled={isBusy} onClick={() => void send()}>{words.redeliver}</button></p>
        </div>
      </details>
    </li>
  )
}
