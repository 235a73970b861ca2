// Statements on suspensions, term by term.
import { sql } from 'drizzle-orm'
import { insertJob } from '../../src/store/jobs.ts'
import { isAccountSuspended, isHalted, isUserSuspended, selectSuspendedUsers, suspendAccount, suspendUser, unsuspendAccount, unsuspendUser } from '../../src/store/suspensions.ts'
import { ACCOUNT, JOB, OTHER, describeTerms, holds } from './each-term.ts'

const YES = sql`true`
const NO = sql`false`
const OFF = { accounts: { suspendedAtMs: 1 } }
const otherUsers = [{ suspendedUsers: { accountId: OTHER } }, { suspendedUsers: { endUser: 'ravi' } }]

describeTerms('a suspension', [
  { name: 'of an account', rows: OFF, statement: holds(() => isAccountSuspended(ACCOUNT)), otherwise: [{ accounts: { id: OTHER } }, { accounts: { suspendedAtMs: null } }] },
  { name: 'of its test keys', rows: OFF, statement: holds(() => isAccountSuspended(`${ACCOUNT}.test`)), otherwise: [{ accounts: { id: OTHER } }, { accounts: { suspendedAtMs: null } }] },
  { name: 'of an end user', rows: { suspendedUsers: {} }, statement: holds(() => isUserSuspended(ACCOUNT, 'asha')), otherwise: otherUsers },
  { name: 'of an end user, with test keys', rows: { suspendedUsers: {} }, statement: holds(() => isHalted(`${ACCOUNT}.test`, 'asha')), otherwise: otherUsers },
  { name: 'of all end users', rows: OFF, statement: holds(() => isHalted(ACCOUNT, 'asha')), otherwise: [{ accounts: { suspendedAtMs: null } }] },
  { name: 'of an end user, and not of the account', rows: { suspendedUsers: {} }, works: false, statement: holds(() => isHalted(ACCOUNT, null)), otherwise: [OFF] },
  { name: 'of an account, once', rows: { accounts: {} }, statement: (database) => suspendAccount(database, ACCOUNT, 5, YES), otherwise: [{ accounts: { id: OTHER } }, OFF] },
  { name: 'of an account, on a condition', rows: { accounts: {} }, works: false, statement: (database) => suspendAccount(database, ACCOUNT, 5, NO), otherwise: [] },
  { name: 'lifted', rows: OFF, statement: (database) => unsuspendAccount(database, ACCOUNT, YES), otherwise: [{ accounts: { id: OTHER } }] },
  { name: 'lifted on a condition', rows: OFF, works: false, statement: (database) => unsuspendAccount(database, ACCOUNT, NO), otherwise: [] },
  { name: 'of an end user, once', rows: { suspendedUsers: {} }, works: false, statement: (database) => suspendUser(database, ACCOUNT, 'asha', 5, YES), otherwise: otherUsers },
  { name: 'of an end user, on a condition', rows: {}, works: false, statement: (database) => suspendUser(database, ACCOUNT, 'asha', 5, NO), otherwise: [] },
  { name: 'of an end user, lifted', rows: { suspendedUsers: {} }, statement: (database) => unsuspendUser(database, ACCOUNT, 'asha', YES), otherwise: otherUsers },
  { name: 'of an end user, lifted on a condition', rows: { suspendedUsers: {} }, works: false, statement: (database) => unsuspendUser(database, ACCOUNT, 'asha', NO), otherwise: [] },
  { name: 'in a list', rows: { suspendedUsers: {} }, statement: (database) => selectSuspendedUsers(database, ACCOUNT, 5), otherwise: [{ suspendedUsers: { accountId: OTHER } }] },
  { name: 'at the very insert of a job', rows: OFF, works: false, statement: (database) => insertJob(database, JOB), otherwise: [{ accounts: { suspendedAtMs: null } }, { accounts: { id: OTHER } }] },
])
