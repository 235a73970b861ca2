// What the tests of the archive share: lives of all kinds, aged until they may leave, and all that is told of each.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll } from 'vitest'
import { rollUpUsage } from '../../src/audit/roll-up-usage.ts'
import { audit } from '../../src/audit/audit.ts'
import { auditArchive } from '../../src/audit/audit-archive.ts'
import { archiveJobs } from '../../src/jobs/archive-jobs.ts'
import { marks } from '../../src/store/access-tables.ts'
import { emptyLog } from '../empty-log.ts'
import { GENERATE, RECEIVER } from '../world.ts'
import type { Answer, World } from '../world.ts'

export const DAY_MS = 86_400_000

const EMPTIED = ['jobs', 'job_words', 'attempts', 'credit_entries', 'webhook_deliveries', 'events', 'accounts', 'marks', 'archive_chunks', 'usage_days', 'model_days', 'alarms'] as const

async function empty(): Promise<void> {
  await env.DB.batch(EMPTIED.map((table) => env.DB.prepare(`delete from ${table}`)))
  await emptyLog()
}

/** The tables are one for all test files: what others left is old here, and what is left here is far in the future for others. */
export function emptyAround(): void {
  beforeAll(empty)
  afterAll(empty)
}

/** Ended in each way: made, failed, refused, cancelled, adjusted, with a webhook, tags, a long text. */
export const KINDS: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'IMAGE', provider: 'flux-dev', input: { text: 'एक लोमड़ी' }, tags: ['fox'] },
  { type: 'IMAGE', provider: 'flux-dev', input: { text: '[[fail]]' }, webhookUrl: RECEIVER },
  { type: 'IMAGE', provider: 'flux-dev', input: { text: '[[moderated]]' } },
  { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, webhookUrl: RECEIVER },
  { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hello' } },
  { type: 'VIDEO', provider: 'kling', input: { text: 'a river' }, options: { duration: 7 } },
  { type: 'IMAGE', input: { text: 'x'.repeat(3000) } },
]

/** @returns their ids */
export async function live(world: World, kinds: readonly number[]): Promise<string[]> {
  const ids: string[] = []
  for (const kind of kinds) {
    const { generate } = await world.ask(GENERATE, { input: KINDS[kind % KINDS.length] })
    ids.push(String(generate.id))
    world.clock.nowMs += 1000
  }
  await world.run(2000)
  return ids
}

/** So many days later, all that was due having been done. */
export async function age(world: World, days: number): Promise<void> {
  world.clock.nowMs += days * DAY_MS
  for (let sweeps = 0; sweeps < 3; sweeps += 1) {
    await world.sweep()
    await world.run(60)
  }
  await rollUpUsage(world.services)
}

/** Whatever was done before, all accounts are gone through from now on. */
export const begin = async ({ services: { database } }: World): Promise<unknown> => database.delete(marks).where(eq(marks.name, 'archived'))

/** A whole round of the archive. @returns how many have left */
export async function archive(world: World): Promise<number> {
  let left = 0
  await begin(world)
  for (let runs = 0; runs < 20; runs += 1) left += await archiveJobs(world.services)
  return left
}

const ALL = `query All($id: ID!) { generation(id: $id) {
  id status type provider model input { text negativeText image images voice complete } options seed apiKey { id name } url outputs { url posterUrl metadata { width height duration format bytes contentType sha256 } }
  metadata { width height duration format } creditCost refundedCredits late estimatedTime queuePosition progress error { code reason field message retryable docsUrl } errorCode createdAt startedAt completedAt
  attempts adjustments { option requested served reason } reasons tags endUser test expiresAt expired takenDownAt urlExpiresAt pollAfterMs timeline { at kind detail } } }`

export const told = async (world: World, ids: readonly string[], language = 'en'): Promise<Answer[]> =>
  Promise.all(ids.map(async (id) => (await world.ask(ALL, { id }, { 'accept-language': language }))['generation'] as Answer))

export const inDatabase = async ({ accountId }: World): Promise<string[]> =>
  (await env.DB.prepare('select id from jobs where account_id = ?1 order by id').bind(accountId).all<{ id: string }>()).results.map(({ id }) => id)

export const objects = async ({ accountId }: World): Promise<string[]> => (await env.MEDIA.list({ prefix: `archive/${accountId}/` })).objects.map(({ key }) => key)

export const breaches = async (world: World) => [...(await audit(world.services)).breaches, ...(await auditArchive(world.services)).breaches].filter(({ accountId }) => accountId === world.accountId)

export const sumOf = async (world: World): Promise<number> => (await world.entries()).reduce((sum, { amount }) => sum + amount, 0)
