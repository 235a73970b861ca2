// Statements on balances, the ledger and spending limits, term by term.
import { sql } from 'drizzle-orm'
import { addCredits, canHold, isAsRead, selectAccounts, setTerms } from '../../src/store/accounts.ts'
import { chargeAccount, insertCharge, insertGrant, insertRefund, isUncharged, isUngranted, rotateWebhookSecret, selectAccount, selectPlan } from '../../src/store/credits.ts'
import { selectEntries } from '../../src/store/filtered-pages.ts'
import { mayEnd } from '../../src/store/jobs.ts'
import { countSpending, deleteOldTokens, giveSpendingBack, insertSpendingLimit, selectKeyLimits, selectSpendingLimit } from '../../src/store/spending.ts'
import { insertTestAccount } from '../../src/store/test-accounts.ts'
import { ACCOUNT, OTHER, apart, describeTerms, holds, job } from './each-term.ts'
import type { Rows } from './each-term.ts'

const KEY = { accountId: ACCOUNT, id: 'gen_j' }
const open = () => mayEnd(KEY, 1, 'FAILED')
const YES = sql`true`
const NO = sql`false`
const account = (...changes: readonly NonNullable<Rows['accounts']>[]): readonly Rows[] => [{ accounts: { id: OTHER } }, ...changes.map((change) => ({ accounts: change }))]
const CHARGED = { creditEntries: {} } as const
const ENDED = { jobs: { status: 'FAILED' } } as const
const LIMITED = { spendingIds: ['lim_l'] }
const limit = { accountId: ACCOUNT, id: 'lim_l', keyId: 'key_k', perDay: 5, inAll: null, date: '1970-01-01', spentToday: 0, spent: 0, createdAtMs: 1 }
const ENTRY = { id: '00003.refund', kind: 'REFUND', createdAtMs: 750_000_000 } as const
const entry = { accountId: ACCOUNT, kind: 'GRANT', amount: 5, createdAtMs: 1 } as const
const read = { id: ACCOUNT, name: 'A', plan: 'PRO', credits: 1000, limits: { perMinute: 5 }, retentionDays: 3, webhookSecret: 'old', previousWebhookSecret: null, previousWebhookSecretUntilMs: null, liveId: null, createdAtMs: 1, eventSeq: 0, creditsLowAt: 1000, fannedSeq: 0, eventsDueAtMs: null, webhooksSlowUntilMs: null, suspendedAtMs: null, closedAtMs: null, erasedAtMs: null } as const

describeTerms('a charge', [
  { name: 'what is not charged', rows: { jobs: {} }, statement: holds(() => isUncharged(KEY)), otherwise: [...apart('jobs'), CHARGED] },
  { name: 'what is charged', rows: { jobs: {}, ...CHARGED }, works: false, statement: holds(() => isUncharged(KEY)), otherwise: [{ creditEntries: { accountId: OTHER } }, { creditEntries: { id: 'j.refund' } }] },
  { name: 'off the balance', rows: { accounts: {}, jobs: {} }, statement: (database) => chargeAccount(database, KEY, 50, 1), otherwise: [...account(), ...apart('jobs'), CHARGED] },
  { name: 'in the ledger', rows: { jobs: {} }, statement: (database) => insertCharge(database, KEY, 50, 1), otherwise: [...apart('jobs'), CHARGED] },
])

describeTerms('a refund', [
  { name: 'in the ledger', rows: { jobs: {} }, statement: (database) => insertRefund(database, KEY, 50, 1, open()), otherwise: [...apart('jobs'), ENDED] },
])

describeTerms('an account', [
  { name: 'its row', rows: { accounts: {} }, statement: (database) => selectAccount(database, ACCOUNT), otherwise: account() },
  { name: 'its plan', rows: { accounts: {} }, statement: (database) => selectPlan(database, ACCOUNT), otherwise: account() },
  { name: 'its ledger', rows: CHARGED, statement: (database) => selectEntries(database, ACCOUNT, 'k', 5), otherwise: [{ creditEntries: { accountId: OTHER } }, { creditEntries: { id: 'k' } }] },
  { name: 'its ledger with a filter', rows: { creditEntries: ENTRY }, statement: (database) => selectEntries(database, ACCOUNT, undefined, 5, { kind: 'REFUND', jobId: 'gen_00003', createdAfterMs: 700_000_000, createdBeforeMs: 800_000_000 }),
    otherwise: [{ kind: 'CHARGE' } as const, { id: '00004.refund' }, { createdAtMs: 699_999_999 }, { createdAtMs: 800_000_000 }, { accountId: OTHER }].map((change) => ({ creditEntries: { ...ENTRY, ...change } })) },
  { name: 'its secret', rows: { accounts: {} }, statement: (database) => rotateWebhookSecret(database, ACCOUNT, 'new', 1, YES), otherwise: account({ webhookSecret: 'new' }) },
  { name: 'its secret, on a condition', rows: { accounts: {} }, works: false, statement: (database) => rotateWebhookSecret(database, ACCOUNT, 'new', 1, NO), otherwise: [] },
  { name: 'among live ones', rows: { accounts: {} }, statement: (database) => selectAccounts(database, 'acc_az', 5), otherwise: account({ liveId: 'acc_live' }) },
  { name: 'as it was read', rows: { accounts: { limits: { perMinute: 5 }, retentionDays: 3 } }, statement: holds(() => isAsRead(read)),
    otherwise: account({ name: 'B' }, { plan: 'FREE' }, { limits: { perMinute: 6 } }, { limits: null }, { retentionDays: 4 }, { retentionDays: null }) },
  { name: 'its terms', rows: { accounts: {} }, statement: (database) => setTerms(database, ACCOUNT, { name: 'B', plan: 'PRO', limits: null, retentionDays: null }, YES), otherwise: account() },
  { name: 'its terms, on a condition', rows: { accounts: {} }, works: false, statement: (database) => setTerms(database, ACCOUNT, { name: 'B', plan: 'PRO', limits: null, retentionDays: null }, NO), otherwise: [] },
  { name: 'room for credits', rows: { accounts: { credits: 2_147_483_642 } }, statement: holds(() => canHold(ACCOUNT, 5)), otherwise: account({ credits: 2_147_483_643 }) },
  { name: 'more credits', rows: { accounts: {} }, statement: (database) => addCredits(database, ACCOUNT, 5, 1, YES), otherwise: account() },
  { name: 'more credits, on a condition', rows: { accounts: {} }, works: false, statement: (database) => addCredits(database, ACCOUNT, 5, 1, NO), otherwise: [] },
  { name: 'of test keys', rows: { accounts: {} }, statement: (database) => insertTestAccount(database, { id: 'acc_a.test', liveId: ACCOUNT, webhookSecret: 's' }, 1), otherwise: account() },
])

describeTerms('a grant', [
  { name: 'once', rows: { creditEntries: { id: 'l.grant' } }, works: false, statement: holds(() => isUngranted(ACCOUNT, 'log_l')), otherwise: [{ creditEntries: { accountId: OTHER } }, { creditEntries: { id: 'm.grant' } }] },
  { name: 'in the ledger', rows: {}, statement: (database) => insertGrant(database, 'log_l', entry, YES), otherwise: [] },
  { name: 'in the ledger once', rows: { creditEntries: { id: 'l.grant' } }, works: false, statement: (database) => insertGrant(database, 'log_l', entry, YES), otherwise: [{ creditEntries: { accountId: OTHER } }] },
  { name: 'in the ledger, on a condition', rows: {}, works: false, statement: (database) => insertGrant(database, 'log_l', entry, NO), otherwise: [] },
])

const first = <Item>([item]: readonly Item[]): Item => {
  if (item === undefined) throw new Error('no statement')
  return item
}

describeTerms('a spending limit', [
  { name: 'its row', rows: { spendingLimits: {} }, statement: (database) => selectSpendingLimit(database, ACCOUNT, 'lim_l'), otherwise: apart('spendingLimits') },
  { name: 'of a key', rows: { spendingLimits: {} }, statement: (database) => selectKeyLimits(database, ACCOUNT), otherwise: [{ spendingLimits: { accountId: OTHER } }, { spendingLimits: { id: 'tok_t' } }] },
  { name: 'made', rows: { spendingLimits: {} }, works: false, statement: (database) => insertSpendingLimit(database, limit, YES), otherwise: apart('spendingLimits') },
  { name: 'made on a condition', rows: {}, works: false, statement: (database) => insertSpendingLimit(database, limit, NO), otherwise: [] },
  { name: 'counted', rows: { spendingLimits: {}, jobs: {} }, statement: (database) => first(countSpending(database, job(LIMITED))), otherwise: [...apart('spendingLimits'), ...apart('jobs'), CHARGED] },
  { name: 'given back', rows: { spendingLimits: {}, jobs: {} }, statement: (database) => first(giveSpendingBack(database, job(LIMITED), 50, open())), otherwise: [...apart('spendingLimits'), ...apart('jobs'), ENDED] },
  { name: 'given back on the day alone', rows: { spendingLimits: { spent: 0 }, jobs: {} }, statement: (database) => first(giveSpendingBack(database, job(LIMITED), 50, open())), otherwise: [{ spendingLimits: { date: '1970-01-02' } }] },
  { name: 'of an old token', rows: { spendingLimits: { id: 'tok_a' } }, statement: (database) => deleteOldTokens(database, ACCOUNT, 'tok_b'),
    otherwise: [{ spendingLimits: { accountId: OTHER } }, { spendingLimits: { id: 'tok_b' } }, { spendingLimits: { id: 'lim_l' } }] },
])

