// What clients do besides generating, as data: files that they send beforehand, endpoints where they are told of events, generations
// that they watch. schedule.ts draws it with the rest; small numbers and short lists are the simple cases.
import * as fc from 'fast-check'
import type { CallerName } from './callers.ts'
import type { EventKind } from '../../src/domain/event.ts'

/** One way in which bytes are sent. `cut` breaks off in the middle, `other` is another file, `short` has less bytes, `twice` is whole, and two at once. */
export type Sending = 'whole' | 'cut' | 'other' | 'short' | 'twice'

export interface UploadPlan {
  readonly caller: CallerName
  /** Which file: two plans may be of the same one. */
  readonly file: number
  /** What is said of its hash. With another one it can never be stored. */
  readonly says: 'HASH' | 'NOTHING' | 'OTHER_HASH'
  readonly atSeconds: number
  /** Before it is sent as it should be. */
  readonly sendings: readonly Sending[]
  /** A film of more than 90 MB, by its parts in this order, some of them twice or broken off; null: in one piece. */
  readonly parts: readonly { readonly part: number; readonly how: 'whole' | 'cut' | 'twice' }[] | null
}

export interface EndpointPlan {
  readonly caller: 'large' | 'middle' | 'small'
  readonly events: readonly EventKind[] | null
  /** `FLAKY` fails twice with each event, `LATER` asks for more time first, `HANGS` never answers. */
  readonly receiver: 'TAKES' | 'FLAKY' | 'LATER' | 'FAILS' | 'HANGS' | 'GONE'
  readonly atSeconds: number
  readonly changes: readonly { readonly what: 'ROTATE' | 'OFF' | 'ON' | 'DELETE' | 'RECOVER'; readonly afterSeconds: number }[]
}

export interface WatchPlan {
  readonly request: number
  readonly how: 'READ' | 'WAIT' | 'STREAM'
  readonly atSeconds: number
  /** After its first event. */
  readonly hangsUp: boolean
  /** By another account, which must see nothing. */
  readonly isForeign: boolean
}

export interface OperationPlan {
  /** Its owner closes it; an operator suspends it, or takes down what a request has made. */
  readonly what: 'SUSPEND' | 'CLOSE' | 'TAKEDOWN'
  readonly caller: 'large' | 'small'
  readonly request: number
  readonly atSeconds: number
  /** Null: it stays suspended. */
  readonly liftedAfterSeconds: number | null
}

const seldom = <Value>(plans: fc.Arbitrary<readonly Value[]>, never: number): fc.Arbitrary<readonly Value[]> =>
  fc.oneof({ weight: never, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: plans })

const PARTS = [1, 2, 3, 4, 5, 6] as const
const film = fc
  .tuple(fc.shuffledSubarray([...PARTS], { minLength: 6 }), fc.nat(5), fc.constantFrom<'whole' | 'cut' | 'twice'>('twice', 'cut', 'whole'))
  .map(([order, which, how]) => order.map((number, index) => ({ part: number, how: index === which ? how : ('whole' as const) })))

const upload: fc.Arbitrary<UploadPlan> = fc.record({
  caller: fc.constantFrom<CallerName>('large', 'large', 'middle', 'browser', 'visitor', 'small', 'middle'),
  file: fc.nat(1),
  says: fc.constantFrom<UploadPlan['says']>('HASH', 'HASH', 'HASH', 'NOTHING', 'OTHER_HASH'),
  atSeconds: fc.nat(4),
  sendings: fc.array(fc.constantFrom<Sending>('cut', 'other', 'short', 'twice'), { maxLength: 2 }),
  parts: fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: film }),
})
/** The same file once more, by somebody else or by the same one. */
const again = fc.tuple(upload, upload).map(([first, second]): readonly UploadPlan[] => [first, { ...second, file: first.file, says: first.says, parts: null, atSeconds: first.atSeconds + 25 }])
export const uploadPlans = seldom(fc.oneof(fc.array(upload, { minLength: 1, maxLength: 2 }), again), 5)

const ENDS: readonly EventKind[] = ['generation.completed', 'generation.failed', 'generation.cancelled']
const endpoint: fc.Arbitrary<EndpointPlan> = fc.record({
  caller: fc.constantFrom<EndpointPlan['caller']>('large', 'large', 'large', 'middle', 'small'),
  events: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.subarray([...ENDS, 'generation.expired' as const, 'endpoint.disabled' as const, 'credits.low' as const], { minLength: 1 }) },
  ),
  receiver: fc.constantFrom<EndpointPlan['receiver']>('TAKES', 'TAKES', 'TAKES', 'FLAKY', 'LATER', 'FAILS', 'HANGS', 'GONE'),
  atSeconds: fc.nat(3),
  changes: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(fc.record({ what: fc.constantFrom<EndpointPlan['changes'][number]['what']>('ROTATE', 'ROTATE', 'OFF', 'ON', 'DELETE', 'RECOVER'), afterSeconds: fc.integer({ min: 1, max: 90 }) }), { minLength: 1, maxLength: 2 }) },
  ),
})
export const endpointPlans = seldom(fc.array(endpoint, { minLength: 1, maxLength: 3 }), 5)

const watch: fc.Arbitrary<WatchPlan> = fc.record({
  request: fc.nat(2),
  how: fc.constantFrom<WatchPlan['how']>('STREAM', 'WAIT', 'READ'),
  atSeconds: fc.oneof({ weight: 2, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(60) }),
  hangsUp: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isForeign: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
})
export const watchPlans = seldom(fc.array(watch, { minLength: 1, maxLength: 4 }), 3)

const operation: fc.Arbitrary<OperationPlan> = fc.record({
  what: fc.constantFrom<OperationPlan['what']>('CLOSE', 'SUSPEND', 'TAKEDOWN', 'TAKEDOWN'),
  caller: fc.constantFrom<OperationPlan['caller']>('large', 'large', 'small'),
  request: fc.nat(2),
  atSeconds: fc.oneof({ weight: 3, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(90) }),
  liftedAfterSeconds: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 60 })),
})
export const operationPlans = seldom(fc.array(operation, { minLength: 1, maxLength: 2 }), 6)
