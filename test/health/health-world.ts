// What the tests of health share: worlds with a few upstreams, and looks at what their objects know.
import { runInDurableObject } from 'cloudflare:test'
import type { AttemptOutcome, HealthState } from '../../src/health/arithmetic.ts'
import type { UpstreamId } from '../../src/domain/upstream.ts'
import { without } from '../../emulators/settings.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'

/** These upstreams are left out, so that the order of the few that remain is the tests' own. */
export const LEFT_OUT = ['GOOGLE', 'ARK', 'DASHSCOPE', 'VIDU', 'FAL', 'STABILITY', 'HEDRA', 'GOOGLE_TTS']

export function healthWorld(options: WorldOptions = {}): Promise<World> {
  return createWorld({ ...options, settings: { ...without(...LEFT_OUT), ...options.settings } })
}

export const QUOTE = `query ($input: GenerateInput!) { quote(input: $input) { provider model estimatedTime reasons passedOver { provider model reason } } }`
export const HEALTH = '{ providers { id health { state successRate medianSeconds since } pricing { estimatedTime } } }'

export const video = (provider: string | undefined, text = 'storm') => ({ type: 'VIDEO', ...(provider && { provider }), input: { text }, priority: 'QUALITY' })
export const image = (provider: string | undefined, priority = 'SPEED') => ({ type: 'IMAGE', ...(provider && { provider }), input: { text: 'A fox' }, priority })

export const objectOf = (world: World, upstream: UpstreamId) => world.env.UPSTREAM_HEALTH.get(world.env.UPSTREAM_HEALTH.idFromName(upstream))
export const look = (world: World, upstream: UpstreamId) => objectOf(world, upstream).look({ nowMs: world.clock.nowMs })
export const outcomesOf = async (world: World, upstream: UpstreamId) =>
  (await runInDurableObject(objectOf(world, upstream), (_, { storage }) => storage.kv.get<HealthState>('state')))?.outcomes ?? []
export const start = async (world: World, input: Record<string, unknown>): Promise<string> => (await world.ask(GENERATE, { input }))['generate'].id
export const send = (world: World, input: Record<string, unknown>, headers: Record<string, string> = {}) => world.post({ query: GENERATE, variables: { input } }, headers)

export const losing = (url: string, init: RequestInit) => (init.method === 'POST' && /\/(luma|kling)\//.test(url) ? Promise.reject(new TypeError('connection lost')) : undefined)

/** As if another isolate had told of it. */
export const tell = (world: World, upstream: UpstreamId, outcome: AttemptOutcome, model = 'm', seconds = 0, account: string = crypto.randomUUID()) =>
  objectOf(world, upstream).record({ outcome, model, seconds, account, nowMs: world.clock.nowMs })

/** Quotes like it, so that the isolate has heard of everything by the next request. */
export async function hear(world: World, input: Record<string, unknown>): Promise<void> {
  await world.run(15)
  await world.post({ query: QUOTE, variables: { input } })
}
export const quote = async (world: World, input: Record<string, unknown>, language = 'en') =>
  (await world.ask(QUOTE, { input }, { 'accept-language': language }))['quote']
export const health = async (world: World, provider: string) => {
  const { providers } = await world.ask(HEALTH)
  return providers.find(({ id }: { id: string }) => id === provider)
}
