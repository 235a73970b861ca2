// What the tests of signing in share: the issuer, what came of a sign-in in the database, and answers that are wrong on purpose.
import { eq, like } from 'drizzle-orm'
import { people, sessions } from '../../src/store/access-tables.ts'
import { accounts, creditEntries } from '../../src/store/tables.ts'
import { createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { ORIGIN } from './browser.ts'

export const ISSUER = `${ORIGIN}/emulators/open-id`
export const ME = '{ me { id name plan credits } }'

/** All that the database knows of a person. */
export async function knownOf(world: World, person: string) {
  const { database } = world.services
  const rows = await database.select().from(people).where(like(people.subject, `user-${person}%`))
  const own = await database.select().from(accounts).where(eq(accounts.name, person))
  const ids = new Set(own.map(({ id }) => id))
  const entries = (await database.select().from(creditEntries)).filter(({ accountId }) => ids.has(accountId))
  const open = (await database.select().from(sessions)).filter(({ accountId }) => rows.some((row) => row.accountId === accountId))
  return { people: rows, accounts: own, entries, sessions: open }
}

export const NOTHING = { people: [], accounts: [], entries: [], sessions: [] }

export async function refusalOf(response: Response) {
  const body: { errors?: { extensions: Record<string, unknown> }[] } = await response.json()
  const { code, field } = body.errors?.[0]?.extensions ?? {}
  return { status: response.status, code, ...(field !== undefined && { field }) }
}

export const UNVERIFIED = { status: 401, code: 'UNAUTHENTICATED' }
export const UNAVAILABLE = { status: 503, code: 'PROVIDER_UNAVAILABLE' }
export const NOT_BEGUN = { status: 400, code: 'INVALID_INPUT' }

/** Answers one path of the issuer's otherwise. */
export const at = (path: string, answer: () => Response): Pick<WorldOptions, 'network'> => ({
  network: (url) => (url === ISSUER + path ? Promise.resolve(answer()) : undefined),
})

export async function documentOf(world: World): Promise<Record<string, unknown>> {
  return (await world.emulators.fetch(`${ISSUER}/.well-known/openid-configuration`)).json()
}

/** Counts what the issuer is asked. */
export const counted = async () => {
  const asked: string[] = []
  const world = await createWorld({ network: (url) => void (url.startsWith(ISSUER) && asked.push(url.slice(ISSUER.length))) })
  return { world, keys: () => asked.filter((path) => path === '/jwks').length, documents: () => asked.filter((path) => path.startsWith('/.well-known')).length }
}

/** A world whose issuer says something else of itself. */
export const changed = async (change: Record<string, unknown>): Promise<World> => {
  const document = { ...(await documentOf(await createWorld())), ...change }
  return createWorld(at('/.well-known/openid-configuration', () => Response.json(document)))
}

export const withoutIssuer = (path: string): string => path.replace(/&iss=[^&]*/, '')

export const visit = (world: World, token: string, path = '/auth/sign-in'): Promise<Response> => world.fetchApp(path, { redirect: 'manual', headers: { 'cf-access-jwt-assertion': token } })
