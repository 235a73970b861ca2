// What the tests of `onLimit: QUEUE` share.
import { env } from 'cloudflare:workers'
import { runInDurableObject, evictDurableObject } from 'cloudflare:test'
import type { Answer, World } from '../world.ts'

export const QUEUED = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, onLimit: 'QUEUE' }
export const GENERATE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id status queuePosition creditCost startedAt estimatedTime } }'
export const READ = 'query ($id: ID!) { generation(id: $id) { id status queuePosition refundedCredits startedAt attempts error { code reason message retryable } timeline { kind detail } } }'
type Asking = Pick<World, 'ask'> & Partial<Pick<World, 'clock'>>

/** A moment after the one before: ids of one moment have no order. */
export async function start({ ask, clock }: Asking, more: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
  if (clock) clock.nowMs += 1
  return (await ask(GENERATE, { input: { ...QUEUED, ...more } }, headers))['generate']
}

export const startMany = async (world: Asking, count: number, more: object = {}, headers: Record<string, string> = {}): Promise<string[]> => {
  const ids: string[] = []
  for (let sent = 0; sent < count; sent += 1) ids.push((await start(world, more, headers))['id'])
  return ids
}
export const look = async (world: World, id: string | undefined): Promise<Answer> => (await world.ask(READ, { id }))['generation']
export const placesOf = async (world: World, ids: readonly (string | undefined)[]): Promise<unknown[]> => {
  const places: unknown[] = []
  for (const id of ids) places.push((await look(world, id))['queuePosition'])
  return places
}
export const cancel = async (world: World, id: string | undefined): Promise<Answer> =>
  (await world.ask('mutation ($id: ID!) { generationCancel(id: $id) { outcome refundedCredits generation { status queuePosition } } }', { id }))['generationCancel']

export const gateStub = ({ accountId }: World) => env.ACCOUNT_GATE.getByName(accountId)

/** As if the account's object had never stored anything. */
export async function forgetGate(world: World): Promise<void> {
  await runInDurableObject(gateStub(world), (_, { storage }) => storage.deleteAll())
  await evictDurableObject(gateStub(world))
}

/** Until nothing is under way any more: messages, and the sweeper each minute. */
export async function settle(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.run(60)
    await world.sweep()
  }
}

export async function statusesOf({ accountId }: Pick<World, 'accountId'>): Promise<readonly string[]> {
  const { results } = await env.DB.prepare('select status from jobs where account_id = ?1 order by id').bind(accountId).all<{ status: string }>()
  return results.map(({ status }) => status)
}
