// A signed-in person who tries things out: the same browser, acting for the account of the test keys.
import { invalidInput } from '../domain/errors.ts'
import { testAccountId } from '../domain/test-account.ts'
import type { WithChance, WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'
import { insertTestAccount, insertTestGrant } from '../store/test-accounts.ts'
import { newWebhookSecret } from '../webhooks/sign.ts'
import type { KeyCache } from './api-keys.ts'
import type { Caller } from './caller.ts'

export const MODE_HEADER = 'Doitong-Mode'

/** @returns whether test mode is asked for @throws ApiError INVALID_INPUT for another word, and where no session of our own pages asks */
export function asksForTestMode(mode: string | undefined, isSession: boolean): boolean {
  if (mode === undefined) return false
  if (!isSession) throw invalidInput(MODE_HEADER, { en: 'This header is for signed-in people. A key says by itself which mode it is of.', hi: 'यह header साइन इन किए लोगों के लिए है। key ख़ुद बताती है कि वह किस mode की है।' })
  if (mode === 'test' || mode === 'live') return mode === 'test'
  throw invalidInput(MODE_HEADER, { en: 'The mode is test or live.', hi: 'mode test या live हो सकता है।' }, ['test', 'live'])
}

/** The caller as one of the test keys' account: its spending limits are of other credits, and administration is of live accounts. */
export const asTest = (caller: Caller): Caller => ({
  ...caller,
  accountId: testAccountId(caller.accountId),
  kind: 'test',
  scopes: caller.scopes.filter((scope) => scope !== 'admin'),
  spendingIds: [],
  administers: null,
})

/** The account of the test keys is made at first use; who has used it lately is not asked for again. */
export async function inTestMode(needs: WithChance & WithClock & WithDatabase, cache: KeyCache, caller: Caller): Promise<Caller> {
  const id = testAccountId(caller.accountId)
  const nowMs = needs.now()
  const known = cache.get(`${id} ${caller.keyId}`, nowMs)
  if (known) return known
  await needs.database.batch(testAccount(needs, id, caller.accountId))
  const twin = asTest(caller)
  cache.set(`${id} ${caller.keyId}`, twin, nowMs)
  return twin
}

/** Statements that make it, however often they are played. */
export function testAccount({ database, random, now }: WithChance & WithClock & WithDatabase, id: string, liveId: string) {
  const nowMs = now()
  return [insertTestAccount(database, { id, liveId, webhookSecret: newWebhookSecret(random) }, nowMs), insertTestGrant(database, id, nowMs)] as const
}
