// Statements on events, term by term.
import { sql } from 'drizzle-orm'
import { setCreditsLowAt } from '../../src/store/accounts.ts'
import { lowEvent } from '../../src/store/credits.ts'
import { countEvent, deleteOldEvents, goesLow, insertEvent, insertLow, selectEvents, selectViews } from '../../src/store/events.ts'
import { expireJob } from '../../src/store/jobs.ts'
import { selectMark } from '../../src/store/marks.ts'
import { accounts } from '../../src/store/tables.ts'
import { ACCOUNT, OTHER, apart, describeTerms } from './each-term.ts'
import type { Rows } from './each-term.ts'

const YES = sql`true`
const NO = sql`false`
const KEY = { accountId: ACCOUNT, id: 'gen_j' }
const account = (...changes: readonly NonNullable<Rows['accounts']>[]): readonly Rows[] => [{ accounts: { id: OTHER } }, ...changes.map((change) => ({ accounts: change }))]
const ofEvents = (...changes: readonly NonNullable<Rows['events']>[]): readonly Rows[] => [{ events: { accountId: OTHER } }, ...changes.map((change) => ({ events: change }))]
const event = { accountId: ACCOUNT, kind: 'generation.completed', subject: 'gen_j', atMs: 1 } as const
const taken = { accountId: ACCOUNT, subject: 'gen_j', amount: 50 }
const LOW = { accounts: { credits: 999 } }

describeTerms('an event', [
  { name: 'its number', rows: { accounts: {} }, statement: (database) => countEvent(database, ACCOUNT, 0, 9, YES), otherwise: account() },
  { name: 'its number, on a condition', rows: { accounts: {} }, works: false, statement: (database) => countEvent(database, ACCOUNT, 0, 9, NO), otherwise: [] },
  { name: 'its row', rows: { accounts: {} }, statement: (database) => insertEvent(database, event, YES), otherwise: [] },
  { name: 'its row, on a condition', rows: { accounts: {} }, works: false, statement: (database) => insertEvent(database, event, NO), otherwise: [] },
  { name: 'in the feed', rows: { events: {} }, statement: (database) => selectEvents(database, ACCOUNT, 0, 1, 5), otherwise: ofEvents({ seq: 0 }, { atMs: 0 }) },
  { name: 'its generation', rows: { jobs: {} }, statement: (database) => selectViews(database, ACCOUNT, ['gen_j']), otherwise: apart('jobs') },
  { name: 'that is old', rows: { events: {} }, statement: (database) => deleteOldEvents(database, [ACCOUNT], 2, 5), otherwise: ofEvents({ atMs: 2 }) },
  { name: 'that is old, of more than are deleted at once', rows: { events: {} }, works: false, statement: (database) => deleteOldEvents(database, [ACCOUNT], 2, 0), otherwise: [] },
  { name: 'of files that are gone, its number', rows: { accounts: {}, jobs: {} }, statement: (database) => expireJob(database, KEY, 9)[0], otherwise: [...account(), ...apart('jobs'), { jobs: { expiredAtMs: 1 } }] },
  { name: 'of files that are gone, its row', rows: { accounts: {}, jobs: {} }, statement: (database) => expireJob(database, KEY, 9)[1], otherwise: [...apart('jobs'), { jobs: { expiredAtMs: 1 } }] },
])

describeTerms('a low balance', [
  { name: 'after a charge', rows: { ...LOW, jobs: {} }, statement: (database) => lowEvent(database, KEY, 50, 1), otherwise: [...apart('jobs'), { creditEntries: {} }] },
  { name: 'foreseen', rows: { accounts: { credits: 1000 } }, statement: (database) => database.select().from(accounts).where(goesLow(50)), otherwise: [{ accounts: { credits: 999 } }, { accounts: { credits: 1050 } }] },
  { name: 'crossed', rows: LOW, statement: (database) => insertLow(database, taken, 1, YES), otherwise: account({ credits: 1000 }, { credits: 949 }, { credits: 999, creditsLowAt: 0 }) },
  { name: 'crossed, on a condition', rows: LOW, works: false, statement: (database) => insertLow(database, taken, 1, NO), otherwise: [] },
  { name: 'as its owner calls it', rows: { accounts: {} }, statement: (database) => setCreditsLowAt(database, ACCOUNT, 5, YES), otherwise: account() },
  { name: 'as its owner calls it, on a condition', rows: { accounts: {} }, works: false, statement: (database) => setCreditsLowAt(database, ACCOUNT, 5, NO), otherwise: [] },
])

describeTerms('a mark', [
  { name: 'by its name', rows: { marks: {} }, statement: (database) => selectMark(database, 'usage'), otherwise: [{ marks: { name: 'audit' } }] },
])
