// Statements on webhook endpoints, term by term.
import { sql } from 'drizzle-orm'
import { markSlow } from '../../src/store/credits.ts'
import { postponeAccounts, selectDueAccounts } from '../../src/store/due.ts'
import { nextSeq, selectIsAwaited } from '../../src/store/events.ts'
import { accounts } from '../../src/store/tables.ts'
import { deleteOldDeliveries, giveDeliveryUp, isUnrecorded, selectLogs } from '../../src/store/webhook-deliveries.ts'
import {
  beginRecovery, deleteEndpoint, disableEndpoint, enableEndpoint, endEndpoint, insertDeliveries, insertEndpoint, markFailing, moveFanned, moveRecovery, recoverDeliveries, rotateEndpointSecret,
  selectEndpoint, selectEndpoints, selectEvent, selectEventsUntil, selectFanned, updateEndpoint,
} from '../../src/store/webhook-endpoints.ts'
import { ACCOUNT, NOW_MS, OTHER, apart, describeTerms, holds } from './each-term.ts'
import type { Rows } from './each-term.ts'

const YES = sql`true`
const NO = sql`false`
const KEY = { accountId: ACCOUNT, id: 'whe_e' }
const ROW = {
  ...KEY, url: 'u', events: null, description: null, headers: {}, secret: 's', previousSecret: null, previousSecretUntilMs: null, sinceSeq: 0, failingSinceMs: null, disabledAtMs: null,
  disabledReason: null, recoverAfterSeq: 0, recoverUntilSeq: 2, createdAtMs: 1,
}
const OFF = { disabledAtMs: 1, disabledReason: 'OWNER' } as const
const endpoint = (...changes: readonly NonNullable<Rows['webhookEndpoints']>[]): readonly Rows[] => [...apart('webhookEndpoints'), ...changes.map((change) => ({ webhookEndpoints: change }))]
const account = (...changes: readonly NonNullable<Rows['accounts']>[]): readonly Rows[] => [{ accounts: { id: OTHER } }, ...changes.map((change) => ({ accounts: change }))]
const TOLD = { fannedSeq: 1, eventSeq: 1, eventsDueAtMs: 1 }
const delivery = {
  accountId: ACCOUNT, id: 'msg_j', jobId: 'gen_j', event: 'generation.failed', url: 'u', status: 'PENDING', attempts: 0, lastStatus: null, lastDetail: null, createdAtMs: 1, deliveredAtMs: null,
  dueAtMs: null, faults: 0, moveToken: null, endpointId: 'whe_e', seq: 1,
} as const

describeTerms('an endpoint', [
  { name: 'its row', rows: { webhookEndpoints: {} }, statement: (database) => selectEndpoint(database, KEY), otherwise: endpoint() },
  { name: 'of its account', rows: { webhookEndpoints: {} }, statement: (database) => selectEndpoints(database, ACCOUNT), otherwise: [{ webhookEndpoints: { accountId: OTHER } }] },
  { name: 'made', rows: { accounts: {} }, statement: (database) => insertEndpoint(database, ROW, 1, YES), otherwise: [{ webhookEndpoints: { id: 'whe_f' } }] },
  { name: 'made beside those of others', rows: { accounts: {}, webhookEndpoints: { accountId: OTHER } }, statement: (database) => insertEndpoint(database, ROW, 1, YES), otherwise: [] },
  { name: 'made on a condition', rows: { accounts: {} }, works: false, statement: (database) => insertEndpoint(database, ROW, 1, NO), otherwise: [] },
  { name: 'changed', rows: { webhookEndpoints: {} }, statement: (database) => updateEndpoint(database, KEY, { url: 'v' }, YES), otherwise: endpoint() },
  { name: 'changed on a condition', rows: { webhookEndpoints: {} }, works: false, statement: (database) => updateEndpoint(database, KEY, { url: 'v' }, NO), otherwise: [] },
  { name: 'switched on', rows: { accounts: {}, webhookEndpoints: OFF }, statement: (database) => enableEndpoint(database, KEY, YES), otherwise: endpoint({ disabledAtMs: null }) },
  { name: 'switched on, on a condition', rows: { accounts: {}, webhookEndpoints: OFF }, works: false, statement: (database) => enableEndpoint(database, KEY, NO), otherwise: [] },
  { name: 'switched off', rows: { webhookEndpoints: {} }, statement: (database) => disableEndpoint(database, KEY, 'OWNER', 9, YES), otherwise: endpoint(OFF) },
  { name: 'switched off on a condition', rows: { webhookEndpoints: {} }, works: false, statement: (database) => disableEndpoint(database, KEY, 'OWNER', 9, NO), otherwise: [] },
  { name: 'deleted', rows: { webhookEndpoints: {} }, statement: (database) => deleteEndpoint(database, KEY, YES), otherwise: endpoint() },
  { name: 'deleted on a condition', rows: { webhookEndpoints: {} }, works: false, statement: (database) => deleteEndpoint(database, KEY, NO), otherwise: [] },
  { name: 'its secret', rows: { webhookEndpoints: {} }, statement: (database) => rotateEndpointSecret(database, KEY, 'new', 9, YES), otherwise: endpoint({ secret: 'new' }) },
  { name: 'its secret, on a condition', rows: { webhookEndpoints: {} }, works: false, statement: (database) => rotateEndpointSecret(database, KEY, 'new', 9, NO), otherwise: [] },
  { name: 'that fails', rows: { webhookEndpoints: {} }, statement: (database) => markFailing(database, KEY, 9, YES), otherwise: endpoint({ failingSinceMs: 1 }) },
  { name: 'that takes what it is sent', rows: { webhookEndpoints: { failingSinceMs: 1 } }, statement: (database) => markFailing(database, KEY, null, YES), otherwise: endpoint({ failingSinceMs: null }) },
  { name: 'of an account that is slow', rows: { accounts: {} }, statement: (database) => markSlow(database, ACCOUNT, 9, YES), otherwise: account() },
  { name: 'of an account that is slow, on a condition', rows: { accounts: {} }, works: false, statement: (database) => markSlow(database, ACCOUNT, 9, NO), otherwise: [] },
  { name: 'that fails, on a condition', rows: { webhookEndpoints: {} }, works: false, statement: (database) => markFailing(database, KEY, 9, NO), otherwise: [] },
  { name: 'ended, its number', rows: { accounts: {}, webhookEndpoints: {} }, statement: (database) => endEndpoint(database, KEY, 'GONE', 9, YES)[0], otherwise: [...endpoint(OFF), ...account()] },
  { name: 'ended, its event', rows: { accounts: {}, webhookEndpoints: {} }, statement: (database) => endEndpoint(database, KEY, 'GONE', 9, YES)[1], otherwise: endpoint(OFF) },
  { name: 'ended on a condition', rows: { accounts: {}, webhookEndpoints: {} }, works: false, statement: (database) => endEndpoint(database, KEY, 'GONE', 9, NO)[1], otherwise: [] },
])

describeTerms('telling endpoints', [
  { name: 'is due where there is one', rows: { accounts: {}, webhookEndpoints: {} }, statement: (database) => database.update(accounts).set({ eventsDueAtMs: nextSeq(9).eventsDueAtMs }), otherwise: [{ webhookEndpoints: { accountId: OTHER } }, { webhookEndpoints: OFF }] },
  { name: 'is due where there is an event', rows: { accounts: {}, webhookEndpoints: {} }, works: false, statement: (database) => database.update(accounts).set({ eventsDueAtMs: nextSeq(9, NO).eventsDueAtMs }), otherwise: [] },
  { name: 'is awaited', rows: { accounts: { eventsDueAtMs: 1 } }, statement: (database) => selectIsAwaited(database, ACCOUNT), otherwise: account({ eventsDueAtMs: null }) },
  { name: 'has come so far', rows: { accounts: {} }, statement: (database) => selectFanned(database, ACCOUNT), otherwise: account() },
  { name: 'comes further', rows: { accounts: {} }, statement: (database) => moveFanned(database, ACCOUNT, 1), otherwise: account({ fannedSeq: 1 }) },
  { name: 'is over', rows: { accounts: TOLD }, statement: (database) => moveFanned(database, ACCOUNT, 1),
    otherwise: [...account({ eventSeq: 2 }), { webhookEndpoints: { recoverAfterSeq: 1 } }] },
  { name: 'is over, whatever others recover', rows: { accounts: TOLD, webhookEndpoints: { accountId: OTHER, recoverAfterSeq: 1 } }, statement: (database) => moveFanned(database, ACCOUNT, 1), otherwise: [{ webhookEndpoints: { accountId: ACCOUNT } }] },
  { name: 'is over, where nothing is recovered', rows: { accounts: TOLD, webhookEndpoints: {} }, statement: (database) => moveFanned(database, ACCOUNT, 1), otherwise: [{ webhookEndpoints: { recoverAfterSeq: 1 } }] },
  { name: 'an event', rows: { events: {} }, statement: (database) => selectEvent(database, ACCOUNT, 1), otherwise: [{ events: { accountId: OTHER } }, { events: { seq: 2 } }] },
  { name: 'some events', rows: { events: { seq: 2 } }, statement: (database) => selectEventsUntil(database, ACCOUNT, 1, 2), otherwise: [{ events: { accountId: OTHER } }, { events: { seq: 1 } }, { events: { seq: 3 } }] },
  { name: 'is due by the clock', rows: { accounts: { eventsDueAtMs: NOW_MS } }, statement: (database) => selectDueAccounts(database, NOW_MS, 5), otherwise: [{ accounts: { eventsDueAtMs: NOW_MS + 1 } }] },
  { name: 'is put off', rows: { accounts: { eventsDueAtMs: NOW_MS } }, statement: (database) => postponeAccounts(database, [ACCOUNT], NOW_MS, 9), otherwise: account({ eventsDueAtMs: NOW_MS + 1 }) },
])

describeTerms('a delivery to an endpoint', [
  { name: 'made', rows: {}, statement: (database) => insertDeliveries(database, ACCOUNT, [delivery], 9), otherwise: [{ webhookDeliveries: {} }] },
  { name: 'recovered', rows: { webhookDeliveries: { status: 'PARKED' } }, statement: (database) => recoverDeliveries(database, ACCOUNT, [delivery], 9), otherwise: [{ webhookDeliveries: { status: 'DELIVERED' } }, { webhookDeliveries: { status: 'PENDING' } }] },
  { name: 'given up', rows: { webhookDeliveries: {} }, statement: (database) => giveDeliveryUp(database, delivery, 'd'), otherwise: [...apart('webhookDeliveries'), { webhookDeliveries: { status: 'STOPPED' } }] },
  { name: 'not recorded yet', rows: { webhookDeliveries: {} }, statement: holds(() => isUnrecorded(delivery)), otherwise: [...apart('webhookDeliveries'), { webhookDeliveries: { attempts: 1 } }, { webhookDeliveries: { status: 'PARKED' } }] },
  { name: 'that is old', rows: { webhookDeliveries: { status: 'PARKED' } }, statement: (database) => deleteOldDeliveries(database, [ACCOUNT], 'msg_k', 2, 5),
    otherwise: [{ accountId: OTHER }, { id: 'msg_k' }, { status: 'PENDING' as const }, { createdAtMs: 2 }, { log: [{ atMs: 2, status: 200, ms: 1, detail: null, answer: '' }] }].map((change) => ({ webhookDeliveries: change })) },
  { name: 'its log', rows: { webhookDeliveries: {} }, statement: (database) => selectLogs(database, ACCOUNT, ['msg_j']), otherwise: apart('webhookDeliveries') },
])

describeTerms('a recovery', [
  { name: 'begun', rows: { webhookEndpoints: {}, accounts: {} }, statement: (database) => beginRecovery(database, KEY, 1, 9, YES)[0], otherwise: endpoint() },
  { name: 'begun with the first event since then', rows: { accounts: { eventSeq: 9 }, events: { seq: 5, atMs: 100 }, webhookEndpoints: { recoverAfterSeq: 4, recoverUntilSeq: 9 } }, works: false,
    statement: (database) => beginRecovery(database, KEY, 100, 9, YES)[0], otherwise: [{ events: { accountId: OTHER } }, { events: { atMs: 99 } }] },
  { name: 'begun on a condition', rows: { webhookEndpoints: {}, accounts: {} }, works: false, statement: (database) => beginRecovery(database, KEY, 1, 9, NO)[0], otherwise: [] },
  { name: 'due', rows: { accounts: {} }, statement: (database) => beginRecovery(database, KEY, 1, 9, YES)[1], otherwise: account({ eventsDueAtMs: 1 }) },
  { name: 'due on a condition', rows: { accounts: {} }, works: false, statement: (database) => beginRecovery(database, KEY, 1, 9, NO)[1], otherwise: [] },
  { name: 'moved on', rows: { webhookEndpoints: { recoverAfterSeq: 0, recoverUntilSeq: 2 } }, statement: (database) => moveRecovery(database, ROW, 1), otherwise: endpoint({ recoverAfterSeq: 5 }, { recoverUntilSeq: 3 }) },
])
