// What an isolate remembers from request to request: plain data, and nothing that matters when it is lost.
import type { PostedAlarms } from './alarms/raise-alarm.ts'
import type { ShutOut } from './auth/look-ups.ts'
import type { HeardLately } from './callbacks/hear-callback.ts'
import { openModelSwitches } from './catalog/model-switches.ts'
import type { ModelSwitches } from './catalog/model-switches.ts'
import type { KnownHealth } from './health/known-health.ts'
import type { StatusMemory } from './health/status.ts'
import { usedKeys } from './jobs/used-keys.ts'
import type { UsedKeys } from './jobs/used-keys.ts'
import { openReads } from './limits/open-reads.ts'
import type { OpenReads } from './limits/open-reads.ts'
import type { Denials } from './limits/remembered-denials.ts'
import type { KnownPlaces } from './places/known-places.ts'
import type { KnownHomes } from './store/shards.ts'

export interface IsolateMemory {
  readonly homes: KnownHomes
  readonly health: KnownHealth
  readonly places: KnownPlaces
  readonly modelSwitches: ModelSwitches
  readonly denials: Denials
  readonly openReads: OpenReads
  readonly usedKeys: UsedKeys
  readonly shutOut: ShutOut
  readonly heardLately: HeardLately
  readonly postedAlarms: PostedAlarms
  readonly status: StatusMemory
}

export const newMemory = (): IsolateMemory => ({
  homes: new Map(), health: new Map(), places: new Map(), modelSwitches: openModelSwitches(), denials: new Map(), openReads: openReads(), usedKeys: usedKeys(), shutOut: new Map(), heardLately: new Map(), postedAlarms: new Map(), status: {},
})
