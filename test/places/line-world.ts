// Six hours of one company as a model: its door, its line, poll delays, log-normal durations, and calls that get lost.
import { EMPTY_LINE, ask, free, toldNext } from '../../src/places/line.ts'
import type { LineState } from '../../src/places/state.ts'
import { NOBODY_SINCE, secondsUntilLetIn, toldSeconds, UNKNOWN_LINE, viewOf, withOneMore } from '../../src/places/told.ts'
import type { LineView, Since } from '../../src/places/told.ts'

export interface Figures {
  readonly made: number
  /** At the door, by account. */
  readonly refused: Readonly<Record<string, number>>
  /** Accepted, and never begun: their time ran out. */
  readonly failed: number
  readonly mostAtOnce: number
  /** Of those that waited: seconds told at the door, and seconds waited. */
  readonly waits: readonly { readonly account: string; readonly told: number; readonly waited: number }[]
}

interface Plan {
  readonly seed: number
  readonly hours: number
  readonly slots: number
  readonly taskSeconds: number
  readonly demand: number
  /** Of releases and of wakings, how many get lost. */
  readonly lost: number
  /** The parts of all that the first accounts ask for; the rest comes from the others alike. */
  readonly parts?: readonly number[]
}

const PATIENCE_SECONDS = 2400
const POLL_SECONDS = 5
const SPREAD = 0.4
const DECK = 50
const ACCOUNTS = 300
/** As an isolate keeps what it knows. */
const KNOWN_MS = 15_000
/** What the ended row owes is seen to by the sweeper. */
const OWED_MS = 120_000
const QUEUE_MS = 1000

/** With that mean. */
function dealt(draws: readonly number[], mean: number): readonly number[] {
  const own = draws.reduce((sum, one) => sum + one, 0) / draws.length
  return draws.map((one) => (one / own) * mean)
}

/** xorshift: the same figures on every machine. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return ((state >>> 0) % 1_000_003) / 1_000_003
  }
}

export function sixHours({ seed, hours, slots, taskSeconds, demand, lost, parts = [] }: Plan): Figures {
  const chance = chanceOf(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
  /** Drawn as cards of a deck whose mean is the task's, so that luck makes no more of six hours than there is in them. */
  const deck: number[] = []
  const duration = (): number => {
    if (deck.length === 0) deck.push(...dealt(Array.from({ length: DECK }, () => Math.exp(SPREAD * normal())), taskSeconds))
    return deck.pop() ?? taskSeconds
  }
  const endMs = hours * 3_600_000
  const events: { atMs: number; act: (nowMs: number) => void }[] = []
  const at = (atMs: number, act: (nowMs: number) => void): void => {
    const index = events.findIndex((one) => one.atMs > atMs)
    events.splice(index < 0 ? events.length : index, 0, { atMs, act })
  }

  let line: LineState = EMPTY_LINE
  let known: { view: LineView; atMs: number; since: Since } = { view: UNKNOWN_LINE, atMs: -KNOWN_MS, since: NOBODY_SINCE }
  const working = new Set<string>()
  let made = 0
  const refused: Record<string, number> = {}
  let failed = 0
  let mostAtOnce = 0
  const waits: { account: string; told: number; waited: number }[] = []
  const begun = new Set<string>()

  const wake = (nowMs: number): void => {
    for (const { jobId } of toldNext(line, nowMs)) if (chance() >= lost) at(nowMs + QUEUE_MS, submits.get(jobId) ?? (() => undefined))
  }
  const submits = new Map<string, (nowMs: number) => void>()

  const release = (jobId: string, nowMs: number): void => {
    line = free(line, { jobId, attempt: 1, ending: 'MADE' }, slots, nowMs)
    wake(nowMs)
  }

  const accountOf = (drawn: number): number => {
    let sum = 0
    const named = parts.findIndex((part) => (sum += part) > drawn)
    return named < 0 ? parts.length + Math.floor(chance() * ACCOUNTS) : named
  }

  const arrive = (id: number, nowMs: number): void => {
    const number = accountOf(chance())
    const accountId = `acc_${number}`
    const told = toldSeconds(known.view, accountId, known.since, nowMs)
    if (secondsUntilLetIn(told, PATIENCE_SECONDS) > 0) refused[accountId] = (refused[accountId] ?? 0) + 1
    else {
      known = { ...known, since: withOneMore(known.since, known.view, accountId) }
      const job = { jobId: `gen_${id}`, attempt: 1, accountId, isPaid: number % 2 === 0, sinceMs: nowMs, untilMs: nowMs + PATIENCE_SECONDS * 1000 }
      const submit = (atMs: number): void => {
        if (begun.has(job.jobId) || atMs >= job.untilMs) return
        line = ask(line, { ...job, leaseUntilMs: atMs + PATIENCE_SECONDS * 1000, usualSeconds: 200 }, slots, atMs)
        const place = line.places[job.jobId]
        wake(atMs)
        if (!place || place.isCalled) return
        begun.add(job.jobId)
        working.add(job.jobId)
        mostAtOnce = Math.max(mostAtOnce, working.size)
        waits.push({ account: accountId, told, waited: (atMs - nowMs) / 1000 })
        const seconds = duration()
        const seenMs = atMs + Math.ceil(seconds / POLL_SECONDS) * POLL_SECONDS * 1000 + QUEUE_MS
        at(atMs + seconds * 1000, () => working.delete(job.jobId))
        at(seenMs, (doneMs) => {
          if (doneMs <= endMs) made += 1
          if (chance() >= lost) release(job.jobId, doneMs)
          else at(doneMs + OWED_MS, (owedMs) => release(job.jobId, owedMs))
        })
      }
      submits.set(job.jobId, submit)
      at(nowMs + QUEUE_MS, submit)
      at(job.untilMs, () => void (begun.has(job.jobId) || (failed += 1)))
      // The sweeper's nudge, when its told wait is over.
      at(nowMs + Math.max(90, told + 60) * 1000, submit)
    }
    if (nowMs - known.atMs >= KNOWN_MS) known = { view: viewOf(line, slots, nowMs), atMs: nowMs, since: NOBODY_SINCE }
    const gapMs = (-Math.log(1 - chance()) * taskSeconds * 1000) / (slots * demand)
    if (nowMs + gapMs < endMs) at(nowMs + gapMs, (nextMs) => arrive(id + 1, nextMs))
  }
  at(0, (nowMs) => arrive(0, nowMs))
  for (let next = events.shift(); next; next = events.shift()) next.act(next.atMs)

  return { made, refused, failed, mostAtOnce, waits }
}
