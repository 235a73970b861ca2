// The market as the service's parts tell an account of it. Apart from what is pure: healthy.ts, which browsers read too.
import type { WithHealth } from '../health/ports.ts'
import type { WithModelSwitches } from '../catalog/model-switches.ts'
import type { WithPlaces } from '../places/ports.ts'
import type { WithUpstreams } from '../upstreams/ports.ts'
import type { Market } from './healthy.ts'

export type MarketNeeds = WithHealth<'of'> & WithModelSwitches<'isOff'> & WithPlaces<'toldSeconds'> & WithUpstreams<'isConfigured'>

export const marketOf = (accountId: string, { upstreams, health, modelSwitches, places }: MarketNeeds): Market => ({
  isConfigured: upstreams.isConfigured,
  healthOf: health.of,
  lineSecondsOf: (upstream) => places.toldSeconds(upstream, accountId),
  isOff: modelSwitches.isOff,
})
