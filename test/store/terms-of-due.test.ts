// Statements on what is due, on deliveries, pages, usage and the audit, term by term.
import { sql } from 'drizzle-orm'
import type { SQL, SQLWrapper } from 'drizzle-orm'
import type { Database } from '../../src/store/database.ts'
import { timePart } from '../../src/domain/new-id.ts'
import { testAccountId } from '../../src/domain/test-account.ts'
import { selectAccountPlaces, selectAccountSums, selectAuditMark, selectJobPlaces, selectJobSums } from '../../src/store/audits.ts'
import { LONGEST_AGAIN_MS, clearJobFaults, movePage, noteDeliveryFault, noteJobFault, selectDue, selectDueJobs, selectIsDue } from '../../src/store/due.ts'
import { selectJobs } from '../../src/store/job-pages.ts'
import type { JobFilter } from '../../src/store/job-pages.ts'
import { selectModelDays } from '../../src/store/margins.ts'
import { jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { rollUp, selectAccountIds, selectOldestOpen, selectPartCount, selectPartDays, selectRollUpMark, selectUsage, selectUsageBy } from '../../src/store/usage.ts'
import { selectDeliveries } from '../../src/store/filtered-pages.ts'
import { deleteOldSpans, selectSpans } from '../../src/store/health-spans.ts'
import { recordDeliveryAttempt, restartDelivery, selectDelivery, selectIfRecorded } from '../../src/store/webhook-deliveries.ts'
import { ACCOUNT, NOW_MS, OTHER, apart, describeTerms, holds } from './each-term.ts'
import type { Case, Rows } from './each-term.ts'

const ofJobs = (...changes: readonly NonNullable<Rows['jobs']>[]): readonly Rows[] => changes.map((change) => ({ jobs: change }))
const ofDeliveries = (...changes: readonly NonNullable<Rows['webhookDeliveries']>[]): readonly Rows[] => [...apart('webhookDeliveries'), ...changes.map((change) => ({ webhookDeliveries: change }))]
const DUE = { dueFor: 'WORK', dueAtMs: NOW_MS } as const
const OLD = { dueFor: null, dueAtMs: NOW_MS } as const
/** Just before the row. */
const before = { dueAtMs: NOW_MS, accountId: ACCOUNT, id: 'gen_i' }
const LATER = { dueAtMs: NOW_MS + 1 }
const move = (id: string) => [{ accountId: ACCOUNT, id, dueAtMs: NOW_MS, nextMs: 9 }]
const again = NOW_MS + LONGEST_AGAIN_MS
const DELIVERY_KEY = { accountId: ACCOUNT, id: 'msg_j' }
const JOB_KEY = { accountId: ACCOUNT, id: 'gen_j' }

describeTerms('what is due', [
  { name: 'at all', rows: { jobs: DUE }, statement: (database) => selectIsDue(database, 'WORK', NOW_MS), otherwise: ofJobs(LATER, { dueAtMs: null }, { dueFor: 'LATE' }, { dueFor: null }) },
  { name: 'at all, of an earlier version', rows: { jobs: OLD }, statement: (database) => selectIsDue(database, null, NOW_MS), otherwise: ofJobs(LATER, { dueFor: 'WORK' }) },
  { name: 'among jobs', rows: { jobs: DUE }, statement: (database) => selectDueJobs(database, 'WORK', NOW_MS, before, 5), otherwise: ofJobs(LATER, { dueFor: 'LATE' }, { id: 'gen_i' }, { dueAtMs: NOW_MS - 1 }, { accountId: 'acc_' }) },
  { name: 'among deliveries', rows: { webhookDeliveries: { dueAtMs: NOW_MS } }, statement: (database) => selectDue(database, webhookDeliveries, NOW_MS, { ...before, id: 'msg_i' }, 5),
    otherwise: [LATER, { id: 'msg_i' }, { dueAtMs: NOW_MS - 1 }, { accountId: 'acc_' }].map((webhookDelivery) => ({ webhookDeliveries: webhookDelivery })) },
  { name: 'told to one sweep', rows: { jobs: DUE }, statement: (database) => movePage(database, jobs, move('gen_j'))[0], otherwise: [...apart('jobs'), ...ofJobs(LATER)] },
  { name: 'moved by one sweep', rows: { jobs: DUE }, statement: (database) => movePage(database, jobs, move('gen_j'))[1], otherwise: [...apart('jobs'), ...ofJobs(LATER)] },
  { name: 'moved of deliveries', rows: { webhookDeliveries: { dueAtMs: NOW_MS } }, statement: (database) => movePage(database, webhookDeliveries, move('msg_j'))[1], otherwise: ofDeliveries(LATER) },
  { name: 'again after a fault', rows: { jobs: { ...DUE, status: 'FAILED' } }, statement: (database) => noteJobFault(database, JOB_KEY, NOW_MS, false), otherwise: [...apart('jobs'), ...ofJobs({ dueAtMs: again + 1 })] },
  { name: 'again after a fault, at the end of an hour', rows: { jobs: { ...DUE, status: 'FAILED', dueAtMs: again } }, statement: (database) => noteJobFault(database, JOB_KEY, NOW_MS, false), otherwise: [] },
  { name: 'again, of an open job', rows: { jobs: { dueAtMs: again + 1 } }, statement: (database) => noteJobFault(database, JOB_KEY, NOW_MS, false), otherwise: ofJobs({ status: 'CANCELLED' }) },
  { name: 'again, of a delivery', rows: { webhookDeliveries: {} }, statement: (database) => noteDeliveryFault(database, DELIVERY_KEY, NOW_MS, false), otherwise: ofDeliveries({ status: 'PARKED' }) },
  { name: 'without faults', rows: { jobs: { faults: 2 } }, statement: (database) => clearJobFaults(database, JOB_KEY), otherwise: apart('jobs') },
])

const delivery = {
  accountId: ACCOUNT, id: 'msg_j', jobId: 'gen_j', event: 'generation.failed', url: 'https://receiver.example.com', status: 'PENDING', attempts: 0, lastStatus: null, lastDetail: null,
  createdAtMs: 1, deliveredAtMs: null, dueAtMs: null, faults: 0, moveToken: null, endpointId: null, seq: null,
} as const
const FILTERED = { id: 'msg_0000000000x', endpointId: 'whe_e', createdAtMs: 15 } as const
describeTerms('a delivery', [
  { name: 'its row', rows: { webhookDeliveries: {} }, statement: (database) => selectDelivery(database, DELIVERY_KEY), otherwise: ofDeliveries() },
  { name: 'attempted', rows: { webhookDeliveries: {} }, statement: (database) => recordDeliveryAttempt(database, delivery, { ...delivery, moveToken: 'mine' }, { atMs: 1, status: 200, ms: 1, detail: null, answer: '' }), otherwise: ofDeliveries({ attempts: 1 }, { status: 'STOPPED' }) },
  { name: 'whose attempt was recorded', rows: { webhookDeliveries: {} }, statement: (database) => selectIfRecorded(database, DELIVERY_KEY, 'token'), otherwise: ofDeliveries({ moveToken: 'another' }) },
  { name: 'in a page', rows: { webhookDeliveries: {} }, statement: (database) => selectDeliveries(database, ACCOUNT, 'msg_k', 5), otherwise: [{ webhookDeliveries: { accountId: OTHER } }, { webhookDeliveries: { id: 'msg_k' } }] },
  { name: 'in a page with a filter', rows: { webhookDeliveries: FILTERED },
    statement: (database) => selectDeliveries(database, ACCOUNT, undefined, 5, { endpointId: 'whe_e', status: 'PENDING', event: 'generation.failed', prefixes: ['msg_0'], createdAfterMs: 10, createdBeforeMs: 20 }),
    otherwise: [{ endpointId: 'whe_f' }, { status: 'PARKED' } as const, { event: 'generation.completed' } as const, { id: 'msg_1' }, { createdAtMs: 9 }, { createdAtMs: 20 }, { accountId: OTHER }]
      .map((change) => ({ webhookDeliveries: { ...FILTERED, ...change } })) },
  { name: 'begun anew', rows: { webhookDeliveries: { status: 'PARKED' } }, statement: (database) => restartDelivery(database, DELIVERY_KEY, 9, 'mine'), otherwise: ofDeliveries({ status: 'PENDING' }) },
])

const ROUTE = { provider: 'flux-dev', model: 'flux-dev', upstream: 'fal', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 50 } as const
const CREATED_MS = Date.UTC(2026, 0, 1)
const MADE = { id: `gen_${timePart(CREATED_MS)}0000000000000000`, createdAtMs: CREATED_MS, routes: [ROUTE], tags: ['fox', 'red'], endUser: 'asha', keyId: 'key_k', errorCode: 'INVALID_INPUT' } as const
const paged = (name: string, filter: JobFilter, otherwise: readonly Rows[]): Case => ({ name, rows: { jobs: MADE }, statement: (database) => selectJobs(database, ACCOUNT, 'gen_z', 5, filter), otherwise })
describeTerms('a page of jobs', [
  paged('of an account', {}, ofJobs({ accountId: OTHER }, { id: 'gen_z' })),
  paged('by status', { statuses: ['QUEUED'] }, ofJobs({ status: 'HELD' })),
  paged('by type', { type: 'IMAGE' }, ofJobs({ type: 'VIDEO' })),
  paged('by provider', { provider: 'flux-dev' }, ofJobs({ routes: [{ ...ROUTE, provider: 'luma' }] }, { route: 1 })),
  paged('by model', { model: 'flux-dev' }, ofJobs({ routes: [{ ...ROUTE, model: 'flux-pro' }] })),
  paged('by key', { keyId: 'key_k' }, ofJobs({ keyId: 'key_l' })),
  paged('by error', { errorCode: 'INVALID_INPUT' }, ofJobs({ errorCode: 'GENERATION_FAILED' })),
  paged('by the first tag', { tag: 'fox' }, ofJobs({ tags: ['foxes'] }, { tags: ['a"fox"'] })),
  paged('by another tag', { tag: 'red' }, ofJobs({ tags: ['fox'] })),
  paged('by end user', { endUser: 'asha' }, ofJobs({ endUser: null })),
  paged('since a time', { createdAfterMs: CREATED_MS }, ofJobs({ createdAtMs: CREATED_MS - 1 }, { id: `gen_${timePart(CREATED_MS - 200_000)}` })),
  paged('until a time', { createdBeforeMs: CREATED_MS + 1 }, ofJobs({ createdAtMs: CREATED_MS + 1 }, { id: `gen_${timePart(CREATED_MS + 1)}` })),
])

/** What a page says of a row, told by its figures. */
const told = (build: (database: Database) => SQLWrapper, condition: SQL): Case['statement'] => (database) => database.select({ one: sql<number>`1`.as('one') }).from(sql`(${build(database)}) as page`).where(condition)
const sums = (database: Database) => selectJobSums(database, { accountId: '', id: '' }, 5)
describeTerms('a page of the audit', [
  { name: 'what an account has', rows: { accounts: {}, creditEntries: {} }, statement: told((database) => selectAccountSums(database, '', 5), sql`total = -50`), otherwise: [{ creditEntries: { accountId: OTHER } }] },
  { name: 'whose share is what it holds', rows: { accounts: {}, uploads: {}, uploadShares: {} }, statement: told((database) => selectAccountSums(database, '', 5), sql`wrong_shares = '[]'`),
    otherwise: [{ uploads: { endUser: 'asha' } }, { uploads: { bytes: 6 } }, { uploads: { accountId: OTHER } }, { uploadShares: { accountId: OTHER } }, { uploadShares: { party: 'tokens' } }] },
  { name: 'whose uploads and shares are another\'s', rows: { accounts: {}, uploads: { accountId: OTHER, endUser: 'asha' } }, statement: told((database) => selectAccountSums(database, '', 5), sql`wrong_shares = '[]'`), otherwise: [{ uploads: { accountId: ACCOUNT } }, { uploadShares: { party: 'user asha' } }] },
  { name: 'whose users hold what is not counted', rows: { accounts: {}, uploads: { endUser: 'asha' }, uploadShares: {} },
    statement: told((database) => selectAccountSums(database, '', 5), sql`wrong_shares = '[["tokens",0,5],["user asha",0,5]]'`), otherwise: [{ uploads: { endUser: null } }] },
  { name: 'what was archived of it', rows: { accounts: {}, archiveChunks: {} }, statement: told((database) => selectAccountSums(database, '', 5), sql`wrong_openings = '[["0.opening",-50,0]]'`),
    otherwise: [{ archiveChunks: { accountId: OTHER } }, { creditEntries: { id: '0.opening', kind: 'OPENING' } }] },
  { name: 'what its ledger says was archived of it', rows: { accounts: {}, creditEntries: { kind: 'OPENING' } }, statement: told((database) => selectAccountSums(database, '', 5), sql`wrong_openings = '[["j.charge",0,-50]]'`),
    otherwise: [{ creditEntries: { accountId: OTHER } }, { creditEntries: { kind: 'CHARGE' } }] },
  { name: 'what a job was charged', rows: { jobs: {}, creditEntries: {} }, statement: told(sums, sql`charge = -50`), otherwise: [{ creditEntries: { accountId: OTHER } }, { creditEntries: { id: 'j.refund' } }, { creditEntries: { id: 'k.charge' } }] },
  { name: 'what a job told', rows: { jobs: {}, webhookDeliveries: { id: 'msg_j_failed' } }, statement: told(sums, sql`deliveries = 1`), otherwise: [{ webhookDeliveries: { accountId: OTHER } }, { webhookDeliveries: { id: 'msg_i_failed' } }, { webhookDeliveries: { id: 'msg_k_failed' } }, { webhookDeliveries: { endpointId: 'whe_e' } }] },
])

describeTerms('the audit', [
  { name: 'its page of accounts', rows: { accounts: {} }, statement: (database) => selectAccountSums(database, 'acc_', 5), otherwise: [{ accounts: { id: 'acc_' } }] },
  { name: 'its page of ids of accounts', rows: { accounts: {} }, statement: (database) => selectAccountPlaces(database, 'acc_', 5), otherwise: [{ accounts: { id: 'acc_' } }] },
  { name: 'its page of jobs', rows: { jobs: {} }, statement: (database) => selectJobSums(database, { accountId: ACCOUNT, id: 'gen_i' }, 5), otherwise: ofJobs({ id: 'gen_i' }, { accountId: 'acc_' }) },
  { name: 'its page of ids of jobs', rows: { jobs: {} }, statement: (database) => selectJobPlaces(database, { accountId: ACCOUNT, id: 'gen_i' }, 5), otherwise: ofJobs({ id: 'gen_i' }, { accountId: 'acc_' }) },
  { name: 'its mark', rows: { marks: { name: 'audit' } }, statement: selectAuditMark, otherwise: [{ marks: { name: 'usage' } }] },
])

const TWIN = testAccountId(ACCOUNT)
const FIRST_DAY = { since: '1970-01-01', until: '1970-01-01' } as const
const OTHER_DAYS = [{ date: '1969-12-31' }, { date: '1970-01-02' }] as const
const days = (table: 'usageTotals' | 'usageParts'): readonly Rows[] => [{ accountId: OTHER }, ...OTHER_DAYS].map((change) => ({ [table]: change }))
const charged = (change: NonNullable<Rows['creditEntries']> = {}): Rows => ({ creditEntries: { createdAtMs: NOW_MS, ...change } })
const span = (...changes: readonly NonNullable<Rows['healthSpans']>[]): readonly Rows[] => changes.map((change) => ({ healthSpans: change }))
describeTerms('health', [
  { name: 'of hours', rows: { healthSpans: {} }, statement: (database) => selectSpans(database, 'HOUR', 0, 1), otherwise: span({ span: 'DAY' }, { startMs: -1 }, { startMs: 1 }) },
  ...(['HOUR', 'DAY'] as const).map((unit, nth): Case => ({
    name: `too old, by ${unit}`, rows: { healthSpans: { span: unit } }, statement: (database) => deleteOldSpans(database, 1)[nth] ?? selectSpans(database, unit, 0, 1), otherwise: span({ span: unit === 'HOUR' ? 'DAY' : 'HOUR' }, { span: unit, startMs: 1 }),
  })),
])
describeTerms('usage', [
  { name: 'its mark', rows: { marks: { name: 'rolled' } }, statement: selectRollUpMark, otherwise: [{ marks: { name: 'audit' } }] },
  { name: 'its accounts', rows: { accounts: {} }, statement: (database) => selectAccountIds(database, 'acc_', 5), otherwise: [{ accounts: { id: 'acc_' } }] },
  { name: 'rolled up', rows: charged(), statement: (database) => rollUp(database, [ACCOUNT], 'k', 1)[0],
    otherwise: [charged({ accountId: OTHER }), charged({ id: 'k' }), charged({ kind: 'GRANT' }), { marks: { name: `rolled/${ACCOUNT}`, value: 'j.d' } }] },
  { name: 'rolled up by part', rows: charged(), statement: (database) => rollUp(database, [ACCOUNT], 'k', 1)[1],
    otherwise: [charged({ accountId: OTHER }), charged({ id: 'k' }), charged({ kind: 'GRANT' }), { marks: { name: `rolled/${ACCOUNT}`, value: 'j.d' } }] },
  { name: 'rolled up of this account, whatever the mark of another', rows: { ...charged(), marks: { name: `rolled/${OTHER}`, value: 'z' } }, statement: (database) => rollUp(database, [ACCOUNT], 'k', 1)[0], otherwise: [] },
  { name: 'rolled up over all accounts', rows: charged(), statement: (database) => rollUp(database, [ACCOUNT], 'k', 1)[3],
    otherwise: [charged({ accountId: OTHER }), charged({ id: 'k' }), charged({ kind: 'GRANT' }), { marks: { name: `rolled/${ACCOUNT}`, value: 'j.d' } }] },
  { name: 'rolled up over all accounts but those of test keys', rows: charged({ accountId: TWIN }), works: false, statement: (database) => rollUp(database, [TWIN], 'k', 1)[3], otherwise: [] },
  { name: 'earned on days', rows: { modelDays: {} }, statement: (database) => selectModelDays(database, FIRST_DAY.since, FIRST_DAY.until), otherwise: OTHER_DAYS.map((change) => ({ modelDays: change })) },
  { name: 'marked', rows: charged({ kind: 'GRANT' }), statement: (database) => rollUp(database, [ACCOUNT], 'k', 1)[4], otherwise: [charged({ accountId: OTHER }), charged({ id: 'k' }), { marks: { name: `rolled/${ACCOUNT}`, value: 'j.d' } }] },
  { name: 'of days', rows: { usageTotals: {} }, statement: (database) => selectUsage(database, ACCOUNT, FIRST_DAY), otherwise: days('usageTotals') },
  { name: 'of models', rows: { usageParts: {} }, statement: (database) => selectUsageBy(database, ACCOUNT, 'MODEL', FIRST_DAY, 5), otherwise: days('usageParts') },
  { name: 'of days, of a model and a key', rows: { usageParts: {} }, statement: (database) => selectPartDays(database, ACCOUNT, FIRST_DAY, { models: ['ray-2'], keyId: 'key_k' }),
    otherwise: [...days('usageParts'), { usageParts: { model: 'ray-3' } }, { usageParts: { keyId: 'key_l' } }] },
  { name: 'of models, of a key', rows: { usageParts: {} }, statement: (database) => selectUsageBy(database, ACCOUNT, 'MODEL', FIRST_DAY, 5, { keyId: 'key_k' }), otherwise: [...days('usageParts'), { usageParts: { keyId: 'key_l' } }] },
  { name: 'of parts, counted', rows: { usageParts: {} }, statement: (database) => holds(() => sql`(${selectPartCount(database, ACCOUNT, FIRST_DAY, 5)}) > 0`)(database), otherwise: days('usageParts') },
  { name: 'since the mark', rows: charged(), statement: (database) => selectUsage(database, ACCOUNT, FIRST_DAY),
    otherwise: [charged({ accountId: OTHER }), charged({ kind: 'GRANT' }), charged({ createdAtMs: -1000 }), charged({ createdAtMs: 86_400_000 }), { marks: { name: `rolled/${ACCOUNT}`, value: 'j.d' } }] },
  ...([0, 1, 2] as const).map((nth): Case => ({
    name: ['behind the oldest open job', 'behind the oldest open job of an earlier version', 'behind the oldest that waits for a slot'][nth] ?? '',
    rows: { jobs: [DUE, OLD, { ...DUE, dueFor: 'TURN' as const }][nth] ?? DUE },
    statement: (database) => holds(() => sql`(${selectOldestOpen(database, NOW_MS + 1)[nth]}) is not null`)(database),
    otherwise: ofJobs({ dueAtMs: null }, ...(nth !== 1 ? [{ dueFor: 'LATE' } as const] : [{ dueFor: 'LATE' } as const, { dueAtMs: NOW_MS + 1 }, { status: 'FAILED' } as const])),
  })),
])
