// Statements on keys, people, sessions, model switches and alarms, term by term.
import { sql } from 'drizzle-orm'
import { claimPost, closeAlarms, countAlarm, giveUpPost, hasOpenAlarm, selectAlarms, selectPostToken } from '../../src/store/alarms.ts'
import {
  hasRoomForKey, insertKeyIf, insertReplacement, isKeyUsable, isNotRevoked, noteKeyUse, replaceKey, revokeKey, selectKey, selectKeyById, selectKeyOfToken, selectKeys, selectManagedKey, selectUsableCount,
} from '../../src/store/keys.ts'
import { isSwitchedOff, switchOff, switchOn } from '../../src/store/model-switches.ts'
import { deleteOldSessions, deleteSession, isSignedIn, selectPerson, selectSession } from '../../src/store/people.ts'
import { ACCOUNT, KEY, NOW_MS, OTHER, apart, describeTerms, holds } from './each-term.ts'
import type { Rows } from './each-term.ts'

const YES = sql`true`
const NO = sql`false`
const keys = (...changes: readonly NonNullable<Rows['apiKeys']>[]): readonly Rows[] => [...apart('apiKeys'), ...changes.map((change) => ({ apiKeys: change }))]
const REVOKED = { revokedAtMs: 1 }
const OVER = { expiresAtMs: NOW_MS }
const LASTING = { expiresAtMs: NOW_MS + 1 }
const TEST_ACCOUNT = `${ACCOUNT}.test`
const fresh = { id: 'key_new', hash: 'new', lastFour: 'efgh', createdAtMs: 2 }

describeTerms('reading a key', [
  { name: 'by its hash', rows: { accounts: {}, apiKeys: {} }, statement: (database) => selectKey(database, 'hash'),
    otherwise: [{ accounts: { id: OTHER } }, { apiKeys: { accountId: OTHER } }, { apiKeys: { hash: 'another' } }, { apiKeys: { kind: 'test' } }, { apiKeys: { accountId: TEST_ACCOUNT } }, { accounts: { closedAtMs: 1 } }] },
  { name: 'of a test account', rows: { accounts: {}, apiKeys: { kind: 'test', accountId: TEST_ACCOUNT } }, statement: (database) => selectKey(database, 'hash'),
    otherwise: [{ accounts: { id: OTHER } }, { apiKeys: { kind: 'live' } }, { apiKeys: { accountId: ACCOUNT } }, { accounts: { id: TEST_ACCOUNT } }] },
  { name: 'that is live and of a test account', rows: { accounts: { id: TEST_ACCOUNT }, apiKeys: { accountId: TEST_ACCOUNT } }, works: false, statement: (database) => selectKey(database, 'hash'), otherwise: [] },
  { name: 'by its token', rows: { accounts: {}, apiKeys: {}, spendingLimits: { id: 'tok_t' } }, statement: (database) => selectKeyOfToken(database, ACCOUNT, 'tok_t', 'asha'),
    otherwise: [...keys(), ...apart('spendingLimits'), { accounts: { id: OTHER } }, { spendingLimits: { keyId: 'another' } }] },
  { name: 'by a token of another account', rows: { accounts: { id: OTHER }, apiKeys: { accountId: OTHER }, spendingLimits: { accountId: OTHER, id: 'tok_t' } }, works: false,
    statement: (database) => selectKeyOfToken(database, ACCOUNT, 'tok_t', 'asha'), otherwise: [] },
  { name: 'by a token of another account than its own', rows: { accounts: { id: OTHER }, apiKeys: { accountId: OTHER }, spendingLimits: { id: 'tok_t' } }, works: false,
    statement: (database) => selectKeyOfToken(database, ACCOUNT, 'tok_t', 'asha'), otherwise: [] },
  { name: 'by its id', rows: { apiKeys: {} }, statement: (database) => selectKeyById(database, ACCOUNT, 'key_k'), otherwise: keys() },
  { name: 'managed by its id', rows: { apiKeys: {} }, statement: (database) => selectManagedKey(database, ACCOUNT, 'key_k'), otherwise: keys() },
  { name: 'in a list', rows: { apiKeys: {} }, statement: (database) => selectKeys(database, ACCOUNT, NOW_MS, undefined, 5), otherwise: [{ apiKeys: { accountId: OTHER } }] },
])

describeTerms('a usable key', [
  { name: 'by its id', rows: { apiKeys: {} }, statement: holds(() => isKeyUsable(ACCOUNT, 'key_k', NOW_MS)), otherwise: keys(REVOKED, OVER) },
  { name: 'for a while', rows: { apiKeys: LASTING }, statement: holds(() => isKeyUsable(ACCOUNT, 'key_k', NOW_MS)), otherwise: keys(REVOKED, OVER) },
  { name: 'among the most there may be', rows: { apiKeys: {} }, works: false, statement: holds(() => hasRoomForKey(ACCOUNT, NOW_MS, 1)), otherwise: [{ apiKeys: { accountId: OTHER } }, { apiKeys: REVOKED }, { apiKeys: OVER }] },
  { name: 'counted', rows: { accounts: {} }, statement: (database) => selectUsableCount(database, ACCOUNT, NOW_MS), otherwise: [{ accounts: { id: OTHER } }] },
  { name: 'not revoked', rows: { apiKeys: {} }, statement: holds(() => isNotRevoked(KEY)), otherwise: keys(REVOKED) },
  { name: 'made on a condition', rows: {}, works: false, statement: (database) => insertKeyIf(database, KEY, NO), otherwise: [] },
  { name: 'made once', rows: { apiKeys: { hash: 'another' } }, works: false, statement: (database) => insertKeyIf(database, KEY, YES), otherwise: apart('apiKeys') },
])

describeTerms('a roll', [
  { name: 'once', rows: { apiKeys: {} }, statement: (database) => replaceKey(database, KEY, 'key_new', NOW_MS, NOW_MS, 1, YES), otherwise: keys(REVOKED, { replacedBy: 'key_other' }) },
  { name: 'on a condition', rows: { apiKeys: {} }, works: false, statement: (database) => replaceKey(database, KEY, 'key_new', NOW_MS, NOW_MS, 1, NO), otherwise: [] },
  { name: 'within the most there may be', rows: { apiKeys: {} }, works: false, statement: (database) => replaceKey(database, KEY, 'key_new', NOW_MS, NOW_MS, 0, YES), otherwise: [] },
  { name: 'whose old key works on, within the most there may be', rows: { apiKeys: {} }, works: false, statement: (database) => replaceKey(database, KEY, 'key_new', NOW_MS, NOW_MS + 1, 1, YES), otherwise: [] },
  { name: 'that has handed over', rows: { apiKeys: { replacedBy: 'key_new' } }, statement: (database) => insertReplacement(database, KEY, fresh), otherwise: keys({ replacedBy: 'key_other' }) },
  { name: 'of one key', rows: { apiKeys: {} }, statement: (database) => revokeKey(database, ACCOUNT, 'key_k', 9), otherwise: keys() },
  { name: 'that was used', rows: { apiKeys: {} }, statement: (database) => noteKeyUse(database, ACCOUNT, 'key_k', 9), otherwise: keys() },
])

const person = { issuer: 'https://issuer.example.com', subject: 's' }
describeTerms('a person', [
  { name: 'by issuer and subject', rows: { people: {} }, statement: (database) => selectPerson(database, person), otherwise: [{ people: { issuer: 'https://another.example.com' } }, { people: { subject: 'another' } }] },
  { name: 'by the session', rows: { accounts: {}, sessions: {} }, statement: (database) => selectSession(database, 'hash'), otherwise: [{ sessions: { hash: 'another' } }, { sessions: { accountId: OTHER } }] },
  { name: 'without the session', rows: { sessions: {} }, statement: (database) => deleteSession(database, 'hash'), otherwise: [{ sessions: { hash: 'another' } }] },
  { name: 'signed in', rows: { sessions: {} }, statement: holds(() => isSignedIn(ACCOUNT, 'per_p', NOW_MS)), otherwise: [{ sessions: { accountId: OTHER } }, { sessions: { personId: 'another' } }, { sessions: { expiresAtMs: NOW_MS } }] },
  { name: 'whose session is over', rows: { sessions: { expiresAtMs: NOW_MS } }, statement: (database) => deleteOldSessions(database, { accountId: ACCOUNT, hash: 'new' }, NOW_MS, 1),
    otherwise: [{ sessions: { accountId: OTHER } }, { sessions: { hash: 'new' } }, { sessions: { expiresAtMs: NOW_MS + 1 } }] },
  { name: 'who has too many sessions', rows: { sessions: {} }, statement: (database) => deleteOldSessions(database, { accountId: ACCOUNT, hash: 'new' }, NOW_MS, 0),
    otherwise: [{ sessions: { accountId: OTHER } }, { sessions: { hash: 'new' } }] },
])

const off = { model: 'ray-2', reason: 'broken', offSinceMs: 1 }
describeTerms('a model switched off', [
  { name: 'for any reason', rows: { modelSwitches: {} }, statement: holds(() => isSwitchedOff('ray-2')), otherwise: [{ modelSwitches: { model: 'another' } }] },
  { name: 'for a reason', rows: { modelSwitches: {} }, statement: holds(() => isSwitchedOff('ray-2', 'broken')), otherwise: [{ modelSwitches: { model: 'another' } }, { modelSwitches: { reason: 'another' } }] },
  { name: 'and on again', rows: { modelSwitches: {} }, statement: (database) => switchOn(database, 'ray-2', YES), otherwise: [{ modelSwitches: { model: 'another' } }] },
  { name: 'and on again, on a condition', rows: { modelSwitches: {} }, works: false, statement: (database) => switchOn(database, 'ray-2', NO), otherwise: [] },
  { name: 'on a condition', rows: {}, works: false, statement: (database) => switchOff(database, off, NO), otherwise: [] },
])

const alarm = { kind: 'DEAD_LETTER', subject: 'poll', hour: '1970-01-01T00' } as const
const others: readonly Rows[] = [{ alarms: { kind: 'AUDIT' } }, { alarms: { subject: 'another' } }]
const inHour: readonly Rows[] = [...others, { alarms: { hour: '1970-01-01T01' } }]
describeTerms('an alarm', [
  { name: 'posted by one', rows: { alarms: {} }, statement: (database) => claimPost(database, alarm, 'mine', 9), otherwise: [...inHour, { alarms: { postedAtMs: 1 } }] },
  { name: 'told to who posts it', rows: { alarms: {} }, statement: (database) => selectPostToken(database, alarm), otherwise: inHour },
  { name: 'not posted after all', rows: { alarms: {} }, statement: (database) => giveUpPost(database, alarm, 'token'), otherwise: [...inHour, { alarms: { postToken: 'another' } }] },
  { name: 'in a list of open ones', rows: { alarms: {} }, statement: (database) => selectAlarms(database, true, 5), otherwise: [{ alarms: { closedAtMs: 1 } }] },
  { name: 'in a list of all', rows: { alarms: { closedAtMs: 1 } }, statement: (database) => selectAlarms(database, false, 5), otherwise: [] },
  { name: 'that is open', rows: { alarms: {} }, statement: holds(() => hasOpenAlarm(alarm)), otherwise: [...others, { alarms: { closedAtMs: 1 } }] },
  { name: 'closed', rows: { alarms: {} }, statement: (database) => closeAlarms(database, alarm, 9, YES), otherwise: [...others, { alarms: { closedAtMs: 1 } }] },
  { name: 'closed on a condition', rows: { alarms: {} }, works: false, statement: (database) => closeAlarms(database, alarm, 9, NO), otherwise: [] },
  { name: 'raised', rows: { alarms: {} }, statement: (database) => countAlarm(database, { kind: 'DEAD_LETTER', subject: 'poll', detail: 'd' }, alarm.hour, 9), otherwise: [] },
])
