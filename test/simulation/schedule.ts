// What a simulated run is made of, as data: requests, what clients do besides, faults, and whose turn it is. fast-check
// draws it and shrinks it; small numbers and short lists are the simple cases.
import * as fc from 'fast-check'
import type { CallbackManner } from '../../emulators/emulator.ts'
import type { CallerName } from './callers.ts'
import { CASE_NAMES, PICTURED, caseOf } from './cases.ts'
import type { CaseName } from './cases.ts'
import { endpointPlans, operationPlans, uploadPlans, watchPlans } from './plans.ts'
import type { EndpointPlan, OperationPlan, UploadPlan, WatchPlan } from './plans.ts'

/** Everything that leaves the running code, and a queue's delivery. A fault names its kind and the how-manieth of it. */
const FAULTS = {
  d1: ['crash before', 'crash after', 'fail before', 'fail after', 'delay'],
  gate: ['crash before', 'crash after', 'fail before', 'fail after', 'delay', 'evict'],
  send: ['crash before', 'crash after', 'fail before', 'fail after', 'delay'],
  submit: ['crash before', 'crash after', 'fail before', 'fail after', 'delay', 'cut off', '401', '429', '502', '502 after'],
  look: ['crash before', 'crash after', 'fail before', 'delay', 'cut off', '404', '429', '500', '502'],
  media: ['crash before', 'crash after', 'fail before', 'delay', '404', '500'],
  put: ['crash before', 'crash after', 'fail before', 'fail after', 'delay'],
  get: ['crash before', 'crash after', 'fail before', 'delay'],
  list: ['crash before', 'crash after', 'fail before', 'delay'],
  delete: ['crash before', 'crash after', 'fail before', 'fail after', 'delay'],
  webhook: ['crash before', 'crash after', 'fail before', 'fail after', 'delay', '500', '410'],
  pause: ['crash before'],
  line: ['crash before', 'delay', 'break'],
  places: ['crash before', 'crash after', 'fail before', 'fail after', 'delay', 'evict'],
  health: ['crash before', 'crash after', 'fail before', 'delay'],
  delivery: ['duplicate', 'lose', 'late', 'bury'],
} as const satisfies Record<string, readonly string[]>

export type EffectKind = keyof typeof FAULTS
export type FaultName = (typeof FAULTS)[EffectKind][number]

export interface Fault {
  readonly kind: EffectKind
  readonly nth: number
  readonly what: FaultName
}

/** A part of a run, in seconds from its beginning. */
export interface Span {
  readonly fromSeconds: number
  readonly forSeconds: number
}

/** D1 cannot be reached for a while. */
export interface Outage {
  /** It begins with the how-manieth batch: between any two of one piece of work. */
  readonly fromBatch: number
  readonly forSeconds: number
  /** Of four batches, how many are committed all the same, their answers lost. */
  readonly lost: number
}

export interface RequestCase {
  readonly what: CaseName
  readonly caller: CallerName
  /** Forces the emulator's outcome; `[[withhold]]`, that content rules hold back one of several images. */
  readonly word: '' | '[[fail]]' | '[[moderated]]' | '[[429]]' | '[[500]]' | '[[hang]]' | '[[late]]' | '[[withhold]]'
  /** What becomes of the callbacks of its company, where there are any. */
  readonly manner: '' | `[[${CallbackManner}]]`
  readonly hasKey: boolean
  readonly hasWebhook: boolean
  /** It waits where its account has no slot. */
  readonly isPatient?: boolean
  readonly atSeconds: number
  /** Its client waits so long for the end; 0: not at all. */
  readonly waitSeconds: number
  /** For so many days the files are to be kept; null: as long as the plan says. */
  readonly storeDays: number | null
  /** Which upload it is made from; null: what its case says. */
  readonly upload: number | null
}

/**
 * Something that breaks in between two effects, and is over before the interrupted goes on. `retry` repeats the same
 * request, `conflict` uses its key for another one, `delete` wants its files gone; `redeliver` and `bury` bring an earlier message again, as it was or
 * as a dead letter; `forge` calls back about its job without knowing the address.
 */
export interface Interference {
  readonly what: 'retry' | 'conflict' | 'cancel' | 'delete' | 'evict' | 'sweep' | 'audit' | 'redeliver' | 'bury' | 'forge'
  /** Which request, or how many messages back. Amid the storing of a result, it is that one's job which is cancelled. */
  readonly which: number
  /** Of which kind the effects are counted that come before it: of all, only looks at work, or those in the middle of storing a result. */
  readonly amid: 'all' | 'look' | 'media'
  /** Where all is at rest before so many effects, it comes then. */
  readonly afterEffects: number
}

export interface Schedule {
  readonly requests: readonly RequestCase[]
  readonly interferences: readonly Interference[]
  readonly faults: readonly Fault[]
  readonly outages: readonly Outage[]
  /** The secrets of all companies are not set for a while, as by a deploy that forgot them. */
  readonly keyless: Span | null
  /** Until this second messages are made as by the version before, and the first of each new kind are met by its consumers. */
  readonly deployedAtSeconds: number
  /** Of all that could happen next, which does; 0 goes on with what is running. Used up, it is 0. */
  readonly turns: readonly number[]
  /** What accounts begin with; few make some requests fail. */
  readonly credits: number
  /** How many messages a queue hands over at once, where so many wait. */
  readonly batch: number
  /** How many sweeps a minute begins: crons come at least once. */
  readonly sweeps: number
  /** How often the rows stand there that were due before the run began. */
  readonly due: number
  /** At Google by a service account, which trades its key for tokens; otherwise by an API key. */
  readonly hasServiceAccount: boolean
  /** Companies are asked to call back. */
  readonly callsBack: boolean
  readonly uploads: readonly UploadPlan[]
  readonly endpoints: readonly EndpointPlan[]
  readonly watches: readonly WatchPlan[]
  readonly operations: readonly OperationPlan[]
  /** Of every upstream: `WARY`, one more failure opens its circuit; `OPEN`, it has refused our key a minute ago, and is half-open in a moment. */
  readonly health: 'WELL' | 'WARY' | 'OPEN'
  /** How many each company takes at once, as the settings say; 0: nothing is set, so as many as it lets us; null: the lines are off. */
  readonly places: number | null
  /** Its accounts are in two databases. */
  readonly isSharded: boolean
  /** A month after its end all that is over leaves the database. The first minute of that loses D1 after so many batches, an odd one's answer with it. Null: nothing leaves. */
  readonly archives: number | null
}

const weighted = <Value>(weights: Readonly<Record<string, number>>): fc.Arbitrary<Value> =>
  fc.oneof(...Object.entries(weights).map(([value, weight]) => ({ weight, arbitrary: fc.constant(value as Value) })))

const words: Readonly<Record<Exclude<RequestCase['word'], '[[withhold]]'>, number>> = { '': 14, '[[fail]]': 3, '[[moderated]]': 1, '[[429]]': 3, '[[500]]': 1, '[[hang]]': 1, '[[late]]': 2 }

const CALLERS: Readonly<Record<CallerName, number>> = { large: 10, middle: 3, limited: 2, browser: 2, small: 2, test: 1, visitor: 1 }

const requestFor = (what: CaseName): fc.Arbitrary<RequestCase> =>
  fc.record({
    what: fc.constant(what),
    caller: weighted<CallerName>(CALLERS),
    word: weighted<RequestCase['word']>({ ...words, ...(caseOf(what).images && { '[[withhold]]': 12 }), ...('priority' in caseOf(what).asks && { '[[fail]]': 14 }) }),
    manner: weighted<RequestCase['manner']>({ '': 6, '[[callback-lost]]': 2, '[[callback-twice]]': 2, '[[callback-late]]': 1, '[[callback-early]]': 2 }),
    hasKey: fc.boolean(),
    hasWebhook: fc.boolean(),
    atSeconds: fc.oneof({ weight: 4, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.nat(100) }),
    waitSeconds: weighted<string>({ '0': 7, '60': 1, '20': 1 }).map(Number),
    storeDays: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 7 }) }),
    upload: fc.constant(null),
  })

const request = fc.oneof(...CASE_NAMES.map((what) => ({ weight: caseOf(what).weight, arbitrary: requestFor(what) })))

/** Several of one kind: only then may one be taken for the other. */
const alike = fc.oneof(...CASE_NAMES.map((what) => ({ weight: caseOf(what).weight, arbitrary: fc.array(requestFor(what), { minLength: 2, maxLength: 3 }) })))

const interferenceAmid = (amid: Interference['amid'], afterEffects: fc.Arbitrary<number>, what: Partial<Readonly<Record<Interference['what'], number>>>): fc.Arbitrary<Interference> =>
  fc.record({ what: weighted<Interference['what']>(what), which: fc.nat(2), amid: fc.constant(amid), afterEffects })

const ANY_TIME = { retry: 3, conflict: 1, cancel: 4, evict: 1, sweep: 2, audit: 1, redeliver: 3, bury: 2, delete: 2, forge: 1 } as const
/** What may end a job while another is about to. */
const AT_THE_END = { cancel: 4, sweep: 1, redeliver: 1, bury: 1, delete: 1 } as const

/** What may meet work while a company is at it. */
const AT_WORK = { cancel: 6, sweep: 1, redeliver: 1 } as const

const interference = fc.oneof(
  { weight: 3, arbitrary: interferenceAmid('look', fc.integer({ min: 1, max: 3 }), AT_WORK) },
  { weight: 4, arbitrary: interferenceAmid('all', fc.nat(20), ANY_TIME) },
  { weight: 2, arbitrary: interferenceAmid('all', fc.nat(60), ANY_TIME) },
  { weight: 4, arbitrary: interferenceAmid('media', fc.integer({ min: 1, max: 2 }), AT_THE_END) },
)

/** The first few of each kind are where the money moves; of submissions there are not many more. */
const early = fc.nat(3)
const nth = fc.oneof({ weight: 3, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.nat(20) })

const WEIGHTS: Partial<Readonly<Record<EffectKind, number>>> = { d1: 4, submit: 8, media: 2, delivery: 3 }

const fault: fc.Arbitrary<Fault> = fc.oneof(
  ...(Object.keys(FAULTS) as EffectKind[]).map((kind) => ({
    weight: WEIGHTS[kind] ?? 1,
    arbitrary: fc.record({ kind: fc.constant(kind), nth: kind === 'submit' || kind === 'media' ? early : nth, what: fc.constantFrom<FaultName>(...FAULTS[kind]) }),
  })),
)

const span = {
  fromSeconds: fc.nat(40),
  forSeconds: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }) }, { weight: 2, arbitrary: fc.integer({ min: 20, max: 150 }) }, { weight: 1, arbitrary: fc.integer({ min: 150, max: 600 }) }),
}
const outage: fc.Arbitrary<Outage> = fc.record({ fromBatch: fc.nat(20), forSeconds: span.forSeconds, lost: fc.nat(3) })

/** What is made from an upload: by which case, from which, and when, in seconds; null: when its request was to be anyhow. */
const use = fc.record({ what: fc.constantFrom<CaseName>(...PICTURED), upload: fc.nat(1), atSeconds: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.integer({ min: 86_000, max: 86_420 }) }) })

/** Where something is sent beforehand, requests are made from it. */
function withUses({ uses, ...schedule }: Schedule & { readonly uses: readonly (typeof use extends fc.Arbitrary<infer Use> ? Use : never)[] }): Schedule {
  if (schedule.uploads.length === 0) return schedule
  const requests = schedule.requests.map((one, index): RequestCase => {
    const made = uses[index]
    if (!made) return one
    const isLate = made.atSeconds !== null && one.caller !== 'browser' && one.caller !== 'visitor'
    const word = one.word === '[[withhold]]' ? '' : one.word
    return { ...one, what: made.what, word, upload: made.upload % schedule.uploads.length, atSeconds: isLate ? (made.atSeconds ?? 0) : one.atSeconds + 10 }
  })
  return { ...schedule, requests }
}

/** Of who is suspended or closed neither files nor watchers are judged. */
const withOperations = (schedule: Schedule): Schedule =>
  schedule.operations.length === 0 ? schedule : { ...schedule, uploads: [], watches: [], requests: schedule.requests.map((one) => ({ ...one, upload: null, waitSeconds: 0 })) }

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  requests: fc.oneof({ weight: 1, arbitrary: fc.array(request, { minLength: 1, maxLength: 3 }) }, { weight: 2, arbitrary: alike }),
  interferences: fc.array(interference, { maxLength: 4 }),
  faults: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.array(fault, { minLength: 1, maxLength: 2 }) }, { weight: 3, arbitrary: fc.array(fault, { maxLength: 8 }) }),
  outages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(outage, { minLength: 1, maxLength: 2 }) }),
  keyless: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record({ ...span, fromSeconds: fc.nat(12) }) }),
  deployedAtSeconds: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(90) }),
  turns: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(5) }), { maxLength: 60 }),
  credits: weighted<string>({ '1000000': 6, '1500': 1 }).map(Number),
  batch: weighted<string>({ '1': 3, '3': 1, '10': 1 }).map(Number),
  sweeps: weighted<string>({ '1': 3, '2': 1 }).map(Number),
  due: weighted<string>({ '0': 4, '1': 3, '8': 1 }).map(Number),
  hasServiceAccount: fc.boolean(),
  callsBack: fc.boolean(),
  health: weighted<Schedule['health']>({ WELL: 6, WARY: 4, OPEN: 1 }),
  isSharded: fc.nat(7).map((one) => one === 7),
  places: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 5, arbitrary: fc.nat(2) }),
  uploads: uploadPlans,
  uses: fc.array(use, { minLength: 1, maxLength: 3 }),
  endpoints: endpointPlans,
  watches: watchPlans,
  operations: operationPlans,
  // Such a minute is 17 to 22 batches, of which the archive has those from the tenth on. The last, so that all else is drawn as it was before.
  archives: fc.oneof({ weight: 19, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.integer({ min: 8, max: 23 }) }),
}).map(withUses).map(withOperations)
