// The scheduler: code under simulation runs as invocations, and every effect it wants waits here for its turn. Only one
// thing happens at a time, in an order that the schedule decides, so that the same schedule is the same run.
import type { EffectKind, Fault, FaultName, Outage } from './schedule.ts'

export interface Invocation {
  readonly name: string
  readonly number: number
  /** A dead invocation has no further effect, and nothing it awaits ever comes: so ends a crashed isolate. */
  isDead: boolean
  /** Resolves when it wants an effect, is over or dead. */
  moved: PromiseWithResolvers<void>
  /** What it waits for that has no turn of its own. */
  readonly asides: Set<Promise<unknown>>
  /** It waits for what others do: as long as it only lets time pass, all else may rest. */
  readonly isPatient: boolean
  /** What the platform does then: queues deliver again, clients see a lost connection. */
  readonly onDeath: () => void
}

interface Effect {
  readonly invocation: Invocation
  readonly kind: EffectKind
  readonly name: string
  readonly act: (fault: FaultName | undefined) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  fault: FaultName | undefined
  readyAtMs: number
}

const DELAY_MS = 20_000

export type Scheduler = ReturnType<typeof createScheduler>

/** As D1 words it; by a fault's place, so that each has its turn. */
const D1_ERRORS = [
  'D1_ERROR: Network connection lost.',
  'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
  'D1_ERROR: Internal error in D1 DB storage caused object to be reset.',
] as const

export function createScheduler(clock: { nowMs: number }, faults: readonly Fault[], outages: readonly Outage[]) {
  const waiting: Effect[] = []
  const counts = new Map<EffectKind, number>()
  const story: string[] = []
  let fired = 0
  let outageHits = 0
  const outageEndsMs = new Map<Outage, number>()
  let performed = 0
  const performedOf = new Map<EffectKind, number>()
  let storing: Invocation | undefined
  let begun = 0
  const running = new Set<Invocation>()
  const died = new Set<number>()
  const beganAtMs = new Map<number, number>()
  let forgotten = 0

  /** The fault planned for the next of that kind, if any. */
  const faultOf = (kind: EffectKind): FaultName | undefined => {
    const nth = counts.get(kind) ?? 0
    counts.set(kind, nth + 1)
    const planned = faults.find((fault) => fault.kind === kind && fault.nth === nth)?.what
    if (planned) fired += 1
    return planned ?? (kind === 'd1' ? outageNow(nth) : undefined)
  }

  /** While D1 cannot be reached, some batches are committed all the same, and only their answers are lost. */
  const outageNow = (batch: number): FaultName | undefined => {
    for (const one of outages) if (batch >= one.fromBatch && !outageEndsMs.has(one)) outageEndsMs.set(one, clock.nowMs + one.forSeconds * 1000)
    const outage = outages.find((one) => clock.nowMs < (outageEndsMs.get(one) ?? 0))
    if (!outage) return undefined
    outageHits += 1
    return outageHits % 4 < outage.lost ? 'fail after' : 'fail before'
  }

  const lost = ({ kind, name }: Effect, what: string): Error => new Error(kind === 'd1' ? D1_ERRORS[(fired + outageHits) % D1_ERRORS.length] : `${what}: ${name}`)

  const tell = (line: string): void => void story.push(`${String(clock.nowMs % 86_400_000).padStart(8)} ${line}`)

  /**
   * @param act does it; is told of faults that it must play itself
   * @param waitMs how long it lets pass before
   */
  const perform = <Result>(
    invocation: Invocation,
    kind: EffectKind,
    name: string,
    act: (fault: FaultName | undefined) => Promise<Result>,
    waitMs = 0,
  ): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    if (!invocation.isDead) {
      waiting.push({ invocation, kind, name, act, resolve: resolve as Effect['resolve'], reject, fault: faultOf(kind), readyAtMs: clock.nowMs + waitMs })
      invocation.moved.resolve()
    }
    return promise
  }

  /** Done at once, and nothing else happens before it is done. */
  const aside = async <Result>(invocation: Invocation, act: () => Promise<Result>): Promise<Result> => {
    if (invocation.isDead) return new Promise(() => undefined)
    const doing = act()
    invocation.asides.add(doing)
    return doing.finally(() => invocation.asides.delete(doing))
  }

  const kill = (invocation: Invocation): void => {
    invocation.isDead = true
    died.add(invocation.number)
    running.delete(invocation)
    for (let index = waiting.length - 1; index >= 0; index -= 1) if (waiting[index]?.invocation === invocation) waiting.splice(index, 1)
    invocation.onDeath()
  }

  /** Until it wants its next effect, is over or dead. Where it already wants another one beside, a turn of the loop must do. */
  const settle = async (invocation: Invocation): Promise<void> => {
    // What it was still to be told it does not hear any more.
    if (!running.has(invocation)) return
    const isForked = waiting.some((effect) => effect.invocation === invocation)
    await (isForked ? Promise.race([invocation.moved.promise, new Promise((resolve) => setTimeout(resolve, 2))]) : invocation.moved.promise)
    while (invocation.asides.size > 0) {
      await Promise.allSettled(invocation.asides)
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
  }

  const step = async (effect: Effect): Promise<void> => {
    waiting.splice(waiting.indexOf(effect), 1)
    const { invocation, fault } = effect
    if (fault === 'delay') {
      tell(`${invocation.name}: ${effect.name} is delayed`)
      waiting.push(Object.assign(effect, { fault: undefined, readyAtMs: clock.nowMs + DELAY_MS }))
      return
    }
    performed += 1
    performedOf.set(effect.kind, (performedOf.get(effect.kind) ?? 0) + 1)
    if (effect.kind === 'media') storing = invocation
    tell(`${invocation.name}: ${effect.name}${fault ? ` — ${fault}` : ''}`)
    invocation.moved = Promise.withResolvers()
    if (fault === 'crash before') return kill(invocation)
    if (fault === 'fail before') effect.reject(lost(effect, 'the connection was lost'))
    else {
      const outcome = await effect.act(fault).then((value) => () => effect.resolve(value), (error: unknown) => () => effect.reject(error))
      if (fault === 'crash after') return kill(invocation)
      if (fault === 'fail after') effect.reject(lost(effect, 'the answer was lost'))
      else outcome()
    }
    await settle(invocation)
  }

  const isResting = (invocation: Invocation): boolean =>
    invocation.isPatient && waiting.every((effect) => effect.invocation !== invocation || (effect.kind === 'pause' && effect.readyAtMs > clock.nowMs))

  /** Runs it until its first effect. @param onDeath what the platform does when it dies */
  const start = async (name: string, work: (invocation: Invocation) => Promise<void>, onDeath: () => void, isPatient = false): Promise<void> => {
    const invocation: Invocation = { name, number: (begun += 1), isDead: false, moved: Promise.withResolvers(), asides: new Set(), isPatient, onDeath }
    running.add(invocation)
    beganAtMs.set(invocation.number, clock.nowMs)
    tell(`${name} begins`)
    void work(invocation)
      .catch((error: unknown) => tell(`${name} failed: ${String(error)}`))
      .finally(() => {
        running.delete(invocation)
        invocation.moved.resolve()
      })
    await settle(invocation)
  }

  return {
    perform,
    aside,
    start,
    faultOf,
    tell,
    story,
    /** Those that only wait for what others do are not among them. */
    running: (): number => [...running].filter((invocation) => !isResting(invocation)).length,
    isAnyWaiting: (): boolean => running.size > 0,
    fired: (): number => fired,
    /** The invocations that crashed, by number. */
    died: (): ReadonlySet<number> => died,
    beganAtMs: (invocation: number): number => beganAtMs.get(invocation) ?? 0,
    /** A message is lost that alone knew that nothing was sent: nobody knows it now. */
    forget: (): void => void (forgotten += 1),
    /** So many of them. */
    forgotten: (): number => forgotten,
    /** With each batch that an outage of D1 met. */
    disturbed: (): number => fired + outageHits,
    /** Whether D1 could not be reached at some moment of that time. */
    wasAway: (fromMs: number, untilMs: number): boolean => [...outageEndsMs].some(([{ forSeconds }, endsMs]) => endsMs > fromMs && endsMs - forSeconds * 1000 < untilMs),
    /** Who fetched media last. */
    storing: (): Invocation | undefined => storing,
    performed: (amid: 'all' | 'look' | 'media'): number => (amid === 'all' ? performed : (performedOf.get(amid) ?? 0)),
    /** What could go on now, what began last first. */
    ready: (): (() => Promise<void>)[] =>
      waiting.filter(({ readyAtMs }) => readyAtMs <= clock.nowMs).toSorted((a, b) => b.invocation.number - a.invocation.number).map((effect) => () => step(effect)),
    nextReadyAtMs: (): number => Math.min(Number.POSITIVE_INFINITY, ...waiting.map(({ readyAtMs }) => readyAtMs)),
  }
}
