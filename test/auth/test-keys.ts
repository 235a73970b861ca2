// What the tests of test keys share: a world with a test key beside its live one, and a look at the test account's rows.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { openDatabase } from '../../src/store/database.ts'
import { accounts, attempts, creditEntries } from '../../src/store/tables.ts'
import { createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { as, createKey } from './keys.ts'

export const ALL_SCOPES = ['GENERATE', 'READ', 'KEYS', 'BILLING']
export const TEST_CREDITS = 1_000_000

/** Every request that leaves the service is noted, whoever answers it. */
export async function createTestWorld(options: WorldOptions = {}) {
  const left: string[] = []
  const network: WorldOptions['network'] = (url, init) => {
    left.push(url)
    return options.network?.(url, init)
  }
  const world = await createWorld({ ...options, network })
  const { secret } = await createKey(world, { mode: 'TEST', scopes: ALL_SCOPES })
  return { world, key: secret, test: as(world, secret), accountId: `${world.accountId}.test`, left }
}
export type TestWorld = Awaited<ReturnType<typeof createTestWorld>>

const database = () => openDatabase(env.DB)

export const entriesOf = async (accountId: string) => await database().select().from(creditEntries).where(eq(creditEntries.accountId, accountId))
export const accountOf = async (accountId: string) => (await database().select().from(accounts).where(eq(accounts.id, accountId)))[0]
export const attemptsOf = async (accountId: string) => await database().select().from(attempts).where(eq(attempts.accountId, accountId))

/** Lets so much time pass, with the sweeper once a minute. */
export async function wait(world: World, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 60) {
    await world.run(Math.min(60, left))
    await world.sweep()
  }
}
