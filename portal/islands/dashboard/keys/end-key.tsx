// A key is rolled to a new one, or ended for good.
import { useState } from 'preact/hooks'
import { momentOf } from '../../../language.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { keysWords } from '../../../words/dashboard/keys.ts'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { useAct } from '../use-ask.ts'
import { REVOKE, ROLL } from './operations.ts'
import type { ApiKey } from './operations.ts'

const OVERLAPS = ['h0', 'h1', 'h24', 'h72', 'h168'] as const
type Overlap = (typeof OVERLAPS)[number]
const HOURS = { h0: 0, h1: 1, h24: 24, h72: 72, h168: 168 } as const satisfies Readonly<Record<Overlap, number>>

interface RollProps {
  readonly apiKey: ApiKey
  readonly onMade: (secret: string) => void
  readonly onClose: () => void
}

export function RollKey({ apiKey: { id, name }, onMade, onClose }: RollProps) {
  const { language, words: around } = useDashboard()
  const words = keysWords(language)
  const [overlap, setOverlap] = useState<Overlap>('h24')
  const { act, isBusy, problem } = useAct(ROLL)
  const roll = async (): Promise<void> => {
    const made = await act({ id, overlapHours: HOURS[overlap] })
    if (made) onMade(made.apiKeyRoll.secret)
  }
  return (
    <Dialog title={words.rollTitle(name)} onClose={onClose}>
      <p>{words.rollHint}</p>
      <Segments name="overlap" legend={words.overlap} values={OVERLAPS} value={overlap} words={words.overlaps} onChange={setOverlap} />
      <ProblemLine problem={problem} />
      <p class="dialog-foot">
        <button class="button plain" type="button" onClick={onClose}>{around.cancel}</button>
        <button class="button" type="button" disabled={isBusy} onClick={() => void roll()}>{words.roll}</button>
      </p>
    </Dialog>
  )
}

interface RevokeProps {
  readonly apiKey: ApiKey
  readonly onRevoked: () => void
  readonly onClose: () => void
}

export function RevokeKey({ apiKey: { id, name, lastUsedAt }, onRevoked, onClose }: RevokeProps) {
  const { language, words: around } = useDashboard()
  const words = keysWords(language)
  const { act, isBusy, problem } = useAct(REVOKE)
  const revoke = async (): Promise<void> => {
    if (await act({ id })) onRevoked()
  }
  return (
    <Dialog title={words.revokeTitle(name)} onClose={onClose}>
      <p>{words.revokeHint} {lastUsedAt === null ? words.neverUsed : words.usedOn(momentOf(lastUsedAt, language))}</p>
      <ProblemLine problem={problem} />
      <p class="dialog-foot">
        <button class="button plain" type="button" autofocus onClick={onClose}>{around.cancel}</button>
        <button class="button danger" type="button" disabled={isBusy} onClick={() => void revoke()}>{words.revoke}</button>
      </p>
    </Dialog>
  )
}
