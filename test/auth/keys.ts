// What the tests of keys and tokens share: the operations, and worlds seen through another key or token.
import { eq } from 'drizzle-orm'
import { spendingLimits } from '../../src/store/tables.ts'
import type { Answer, Reply, World } from '../world.ts'

/** 50 credits. */
export const IMAGE = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
export const PRICE = 50
export const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id endUser status creditCost } }'
export const CREATE_KEY = `mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) {
  secret apiKey { id name prefix lastFour scopes providers origins expiresAt limits { creditsPerDay creditsTotal spentToday spentTotal } } } }`
export const ROLL_KEY = `mutation ($id: ID!, $hours: Int! = 24) { apiKeyRoll(id: $id, overlapHours: $hours) {
  secret apiKey { id name scopes providers origins expiresAt limits { creditsTotal spentTotal } } } }`
export const LIST_KEYS = '{ apiKeys { id name prefix lastFour scopes createdAt lastUsedAt expiresAt revokedAt replacedBy limits { spentToday spentTotal } } }'
export const CREATE_TOKEN = 'mutation ($input: ClientTokenCreateInput!) { clientTokenCreate(input: $input) { token expiresAt } }'

/** The same service, asked with another credential. */
export function as(world: World, credential: string) {
  const authorization = `Bearer ${credential}`
  return {
    post: (query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Reply> =>
      world.post({ query, variables }, { authorization, ...headers }),
    ask: (query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> =>
      world.ask(query, variables, { authorization, ...headers }),
  }
}

export async function createKey(world: World, input: Record<string, unknown> = {}): Promise<{ secret: string; apiKey: Answer }> {
  const { apiKeyCreate } = await world.ask(CREATE_KEY, { input: { name: 'Another', ...input } })
  return apiKeyCreate
}

export async function createToken(world: World, input: Record<string, unknown> = {}, credential = world.key): Promise<string> {
  const { clientTokenCreate } = await as(world, credential).ask(CREATE_TOKEN, { input: { endUser: 'asha', maxCredits: 1000, ...input } })
  return clientTokenCreate.token
}

/** Code, status, and what else the extensions say. */
export function refusalOf({ status, body }: Reply): Record<string, unknown> {
  const { code, scope, limit, field, provider } = body.errors?.[0]?.extensions ?? {}
  const facts = { scope, limit, field, provider }
  return { status, code, ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) }
}

export const limitsOf = (world: World) =>
  world.services.database.select().from(spendingLimits).where(eq(spendingLimits.accountId, world.accountId))
