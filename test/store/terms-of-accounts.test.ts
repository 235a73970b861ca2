// Statements on what an account is and may do, term by term.
import { sql } from 'drizzle-orm'
import { setPlan, setTerms } from '../../src/store/accounts.ts'
import { ACCOUNT, OTHER, describeTerms } from './each-term.ts'

const YES = sql`true`
const NO = sql`false`
const TERMS = { name: 'B', plan: 'FREE', limits: null, retentionDays: null } as const
const others = [{ accounts: { id: OTHER } }]

describeTerms('an account', [
  { name: 'its terms', rows: { accounts: {} }, statement: (database) => setTerms(database, ACCOUNT, TERMS, YES), otherwise: others },
  { name: 'its terms, on a condition', rows: { accounts: {} }, works: false, statement: (database) => setTerms(database, ACCOUNT, TERMS, NO), otherwise: [] },
  { name: 'its plan', rows: { accounts: {} }, statement: (database) => setPlan(database, ACCOUNT, 'FREE', YES), otherwise: others },
  { name: 'its plan, on a condition', rows: { accounts: {} }, works: false, statement: (database) => setPlan(database, ACCOUNT, 'FREE', NO), otherwise: [] },
])
