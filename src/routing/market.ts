// The market as the service's parts tell of it. Apart from what is pure: healthy.ts, which browsers read too.
import type { WithHealth } from '../health/ports.ts'
import type { WithModelSwitches } from '../catalog/model-switches.ts'
import type { WithUpstreams } from '../upstreams/ports.ts'
import type { Market } from './healthy.ts'

export type MarketNeeds = WithHealth<'of'> & WithModelSwitches<'isOff'> & WithUpstreams<'isConfigured'>

export const marketOf = ({ upstreams, health, modelSwitches }: MarketNeeds): Market => ({
  isConfigured: upstreams.isConfigured,
  healthOf: health.of,
  isOff: modelSwitches.isOff,
})
