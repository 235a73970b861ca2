// The endpoints: whether each is on and takes what it is sent, and what can be done with it.
import { momentOf } from '../../../language.ts'
import { webhooksWords } from '../../../words/dashboard/webhooks.ts'
import { Asked, ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { SecretDialog } from '../secret.tsx'
import { useAct } from '../use-ask.ts'
import type { Asked as AskedFor } from '../use-ask.ts'
import { useOpen } from '../use-open.ts'
import { EditEndpoint } from './edit-endpoint.tsx'
import { DeleteEndpoint, Recover, RotateSecret, SendExample } from './endpoint-dialogs.tsx'
import { UPDATE } from './operations.ts'
import type { Endpoint } from './operations.ts'

type Open =
  | { readonly kind: 'CREATE' | 'ROTATE_OWN' }
  | { readonly kind: 'EDIT' | 'EXAMPLE' | 'ROTATE' | 'RECOVER' | 'DELETE'; readonly endpoint: Endpoint }

export function Endpoints({ asked }: { readonly asked: AskedFor<{ readonly webhookEndpoints: readonly Endpoint[] }> }) {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const { open, setOpen, close, onMade } = useOpen<Open>(asked.again)
  return (
    <section class="dash-section">
      <div class="dash-section-head">
        <h2>{words.endpoints}</h2>
        <button class="button" type="button" onClick={() => setOpen({ kind: 'CREATE' })}>{words.add}</button>
      </div>
      <Asked asked={asked}>
        {({ webhookEndpoints }) => (webhookEndpoints.length === 0 ? <p class="dash-empty">{words.none}</p> : (
          <ul class="endpoints">{webhookEndpoints.map((endpoint) => <Card endpoint={endpoint} onOpen={(kind) => setOpen({ kind, endpoint })} onChanged={asked.again} key={endpoint.id} />)}</ul>
        ))}
      </Asked>
      <div class="endpoint-own">
        <p class="hint"><strong>{words.own}.</strong> {words.ownHint.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</p>
        <button class="button quiet" type="button" onClick={() => setOpen({ kind: 'ROTATE_OWN' })}>{words.newSecret}</button>
      </div>
      {open?.kind === 'CREATE' && <EditEndpoint endpoint={undefined} onMade={onMade} onClose={close} />}
      {open?.kind === 'EDIT' && <EditEndpoint endpoint={open.endpoint} onMade={onMade} onClose={close} />}
      {open?.kind === 'EXAMPLE' && <SendExample endpoint={open.endpoint} onClose={close} />}
      {open?.kind === 'ROTATE' && <RotateSecret endpoint={open.endpoint} onMade={onMade} onClose={close} />}
      {open?.kind === 'ROTATE_OWN' && <RotateSecret endpoint={undefined} onMade={onMade} onClose={close} />}
      {open?.kind === 'RECOVER' && <Recover endpoint={open.endpoint} onClose={close} />}
      {open?.kind === 'DELETE' && <DeleteEndpoint endpoint={open.endpoint} onClose={close} />}
      {open?.kind === 'SECRET' && <SecretDialog title={words.secretTitle} hint={words.secretHint} secret={open.secret} onClose={close} />}
    </section>
  )
}

interface CardProps {
  readonly endpoint: Endpoint
  readonly onOpen: (kind: 'EDIT' | 'EXAMPLE' | 'ROTATE' | 'RECOVER' | 'DELETE') => void
  readonly onChanged: () => void
}

function Card({ endpoint, onOpen, onChanged }: CardProps) {
  const { language } = useDashboard()
  const words = webhooksWords(language)
  const { act, isBusy, problem } = useAct(UPDATE)
  const { id, url, events, description, enabled, disabledReason, failingSince, recovering } = endpoint
  const toggle = async (): Promise<void> => {
    if (await act({ input: { id, enabled: !enabled } })) onChanged()
  }
  const button = (word: string, onClick: () => void, isDangerous = false) => <button class={isDangerous ? 'button quiet danger' : 'button quiet'} type="button" aria-label={words.ofEndpoint(word, url)} onClick={onClick}>{word}</button>
  return (
    <li class="endpoint">
      <div class="endpoint-head">
        <h3><code>{url}</code></h3>
        <span class={enabled ? 'tag back' : 'tag failed'}>{enabled ? words.on : words.off}{disabledReason && ` · ${words.offReasons[disabledReason]}`}</span>
      </div>
      {description !== null && <p class="soft">{description}</p>}
      <p class="tags">{events === null ? <span class="tag">{words.allEvents}</span> : events.map((kind) => <span class="tag" lang="en" key={kind}>{kind}</span>)}</p>
      {enabled && failingSince !== null && <p class="problem">{words.failingSince(momentOf(failingSince, language))}</p>}
      {recovering && <p class="notice" role="status">{words.recovering}</p>}
      <ProblemLine problem={problem} />
      <p class="dash-actions">
        {button(words.example, () => onOpen('EXAMPLE'))}
        {button(words.edit, () => onOpen('EDIT'))}
        {button(words.recover, () => onOpen('RECOVER'))}
        {button(words.newSecret, () => onOpen('ROTATE'))}
        <button class="button quiet" type="button" disabled={isBusy} aria-label={words.ofEndpoint(enabled ? words.switchOff : words.switchOn, url)} onClick={() => void toggle()}>{enabled ? words.switchOff : words.switchOn}</button>
        {button(words.remove, () => onOpen('DELETE'), true)}
      </p>
    </li>
  )
}
