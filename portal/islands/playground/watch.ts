// Follows a generation to its end: by the stream, and where that breaks or cannot be had, by waiting for it.
import { ask, AskError, follow, Offline } from '../../ask.ts'
import type { Mode } from '../../ask.ts'
import { READ, WATCH } from './operations.ts'
import type { Generation } from './operations.ts'

const WAIT_SECONDS = 20
const PAUSE_MS = 3000

export const hasEnded = ({ status }: Pick<Generation, 'status'>): boolean => status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED'

interface Watching {
  readonly id: string
  readonly mode: Mode
  readonly signal: AbortSignal
  readonly onChange: (generation: Generation) => void
  /** Whether the network is there, as it changes. */
  readonly onReach: (isThere: boolean) => void
}

/** Ends with the generation, or when it is aborted. @throws AskError where it may not be read any more */
export async function watch({ id, mode, signal, onChange, onReach }: Watching): Promise<void> {
  const tell = (generation: Generation | null): boolean => {
    onReach(true)
    if (!generation) return true
    onChange(generation)
    return hasEnded(generation)
  }
  while (!signal.aborted) {
    try {
      for await (const { generation } of follow(WATCH, { variables: { id }, mode, signal, isQuiet: true })) if (tell(generation)) return
      const { generation } = await ask(READ, { variables: { id, wait: WAIT_SECONDS }, mode, signal, isQuiet: true })
      if (tell(generation)) return
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof AskError && error.code !== 'RATE_LIMIT' && error.code !== 'INTERNAL') throw error
      onReach(!(error instanceof Offline))
      await new Promise((resolve) => setTimeout(resolve, error instanceof AskError ? (error.retryAfterSeconds ?? 0) * 1000 + PAUSE_MS : PAUSE_MS))
    }
  }
}
