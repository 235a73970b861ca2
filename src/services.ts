// The sum of what the rooms need, for who composes it and for GraphQL's context. Everyone else names the few that it needs.
import type { WithClientTokens } from './auth/client-tokens.ts'
import type { WithLookUps } from './auth/look-ups.ts'
import type { WithSignIn } from './auth/sign-in-settings.ts'
import type { WithCallbacks } from './callbacks/ports.ts'
import type { WithModelSwitches } from './catalog/model-switches.ts'
import type {
  WithAlarm,
  WithChance,
  WithClock,
  WithHeartbeat,
  WithIds,
  WithLog,
  WithPause,
  WithPublicFetch,
  WithPublicUrl,
  WithRedaction,
} from './domain/effects.ts'
import type { WithMeasures } from './domain/measure.ts'
import type { WithQueues } from './domain/messages.ts'
import type { WithHealth, WithStatusHistory } from './health/ports.ts'
import type { WithUsedKeys } from './jobs/used-keys.ts'
import type { WithGate } from './limits/gate.ts'
import type { WithOpenReads } from './limits/open-reads.ts'
import type { WithMedia } from './media/ports.ts'
import type { WithLoopback } from './net/public-address.ts'
import type { WithPlaces } from './places/ports.ts'
import type { WithDatabase } from './store/database.ts'
import type { WithShards } from './store/shards.ts'
import type { WithUploads } from './uploads/ports.ts'
import type { WithSigningKeys } from './webhooks/signing-keys.ts'
import type { WithUpstreams } from './upstreams/ports.ts'

export interface Services
  extends WithAlarm, WithCallbacks, WithChance, WithClientTokens, WithClock, WithDatabase, WithGate, WithHealth, WithHeartbeat, WithIds, WithLog, WithLookUps, WithLoopback,
    WithMeasures, WithMedia, WithModelSwitches, WithOpenReads, WithPause, WithPlaces, WithPublicFetch, WithPublicUrl, WithQueues, WithRedaction, WithShards, WithSignIn, WithSigningKeys, WithStatusHistory, WithUploads, WithUpstreams, WithUsedKeys {}
