// What an account's gate has refused lately, remembered in the isolate until the time it named: who presses against a
// limit costs no call of the gate. Slots and lines are not remembered, since they may come free at any moment.
import { keepRecent } from '../domain/keep-recent.ts'
import type { Gate, Admission, LimitFigures, LimitName, Party } from './gate.ts'
import { WINDOW_SECONDS, secondsUntil } from './sliding-window.ts'

type Denial = Admission & { readonly kind: 'DENIED' }

interface Remembered {
  readonly denial: Denial
  readonly wanted: number
  readonly atMs: number
  readonly untilMs: number
}

export type Denials = Map<string, Remembered>

const MAY_COME_FREE: ReadonlySet<LimitName> = new Set(['concurrent', 'streams'])

/** The same gate, asked only where it is not known to refuse. */
export function rememberingGate(gate: Gate, denials: Denials, accountId: string): Gate {
  const within = async (key: string, wanted: number, nowMs: number, ask: () => Promise<Admission>): Promise<Admission> => {
    const known = denials.get(key)
    if (known && nowMs < known.untilMs && nowMs >= known.atMs && wanted >= known.wanted) return aged(known, nowMs)
    const answer = await ask()
    if (answer.kind === 'DENIED' && !MAY_COME_FREE.has(answer.limit)) keep(denials, key, answer, wanted, nowMs)
    return answer
  }
  return {
    admit: (request) => within(keyOf(accountId, 'admit', request), request.jobIds.length, request.nowMs, () => gate.admit(request)),
    look: (request) => {
      const { reads = 1, webhookCalls = 0 } = request
      // What counts against both is refused for as many reads and as many calls of webhooks, or more.
      const [call, wanted] = webhookCalls > 0 ? [`webhook ${reads}`, webhookCalls] as const : ['look', reads] as const
      return within(keyOf(accountId, call, request), wanted, request.nowMs, () => gate.look(request))
    },
    tell: (request) => gate.tell(request),
    attach: (request) => gate.attach(request),
    release: (request) => gate.release(request),
    giveBack: (request) => gate.giveBack(request),
    turns: (request) => gate.turns(request),
  }
}

/** By the figures as well: a limit that was raised holds at once. */
function keyOf(accountId: string, call: string, { limits, endUser }: Party): string {
  return [accountId, call, endUser ?? '', limits.perMinute, limits.perDay, limits.readsPerMinute].join(' ')
}

function keep(denials: Denials, key: string, denial: Denial, wanted: number, atMs: number): void {
  keepRecent(denials, key, { denial, wanted, atMs, untilMs: atMs + Math.min(WINDOW_SECONDS, denial.retryAfterSeconds) * 1000 })
}

/** The refusal as it stands now: so much of the wait is over. */
function aged({ denial, atMs }: Remembered, nowMs: number): Denial {
  const later = (seconds: number): number => Math.max(1, secondsUntil(atMs + seconds * 1000, nowMs))
  const { minute, concurrent, day, reads } = denial.figures
  const figure = <Told extends LimitFigures['minute']>(told: Told): Told => ({ ...told, resetSeconds: told.resetSeconds === 0 ? 0 : later(told.resetSeconds) })
  return {
    ...denial,
    retryAfterSeconds: later(denial.retryAfterSeconds),
    figures: { minute: figure(minute), concurrent: figure(concurrent), day: day && figure(day), reads: figure(reads) },
  }
}
