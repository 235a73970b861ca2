// A key is rolled to a new one, or ended for good.
import { useState } from 'preact/hooks'
import { momentOf } from '../../../language.ts'
import { keysWords } from '../../../words/dashboard/keys.ts'
import { Confirm } from '../confirm.tsx'
import { useDashboard } from '../context.ts'
import { HOURS, OverlapPicker } from '../overlap.tsx'
import type { Overlap } from '../overlap.tsx'
import { useAct } from '../use-ask.ts'
import { REVOKE, ROLL } from './operations.ts'
import type { ApiKey } from './operations.ts'

interface RollProps {
  readonly apiKey: ApiKey
  readonly onMade: (secret: string) => void
  readonly onClose: () => void
}

export function RollKey({ apiKey: { id, name }, onMade, onClose }: RollProps) {
  const { language } = useDashboard()
  const words = keysWords(language)
  const [overlap, setOverlap] = useState<Overlap>('h24')
  const { act, isBusy, problem } = useAct(ROLL)
  const roll = async (): Promise<void> => {
    const made = await act({ id, overlapHours: HOURS[overlap] })
    if (made) onMade(made.apiKeyRoll.secret)
  }
  return (
    <Confirm title={words.rollTitle(name)} action={words.roll} isBusy={isBusy} problem={problem} onAct={() => void roll()} onClose={onClose}>
      <p>{words.rollHint}</p>
      <OverlapPicker legend={words.overlap} value={overlap} onChange={setOverlap} />
    </Confirm>
  )
}

interface RevokeProps {
  readonly apiKey: ApiKey
  readonly onRevoked: () => void
  readonly onClose: () => void
}

export function RevokeKey({ apiKey: { id, name, lastUsedAt }, onRevoked, onClose }: RevokeProps) {
  const { language } = useDashboard()
  const words = keysWords(language)
  const { act, isBusy, problem } = useAct(REVOKE)
  const revoke = async (): Promise<void> => {
    if (await act({ id })) onRevoked()
  }
  return (
    <Confirm title={words.revokeTitle(name)} action={words.revoke} isDangerous isBusy={isBusy} problem={problem} onAct={() => void revoke()} onClose={onClose}>
      <p>{words.revokeHint} {lastUsedAt === null ? words.neverUsed : words.usedOn(momentOf(lastUsedAt, language))}</p>
    </Confirm>
  )
}
