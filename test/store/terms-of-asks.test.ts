// Statements on what owners ask of the operators, term by term.
import { sql } from 'drizzle-orm'
import { insertAsk, isOpenAsk, selectAsk, selectAsks, selectAsksOf, settleAsk } from '../../src/store/asks.ts'
import { ACCOUNT, OTHER, describeTerms, holds } from './each-term.ts'
import type { Rows } from './each-term.ts'

const ASK = { id: 'ask_b', accountId: ACCOUNT, credits: 5, plan: null, note: 'more', createdAtMs: 2, outcome: null, reply: '', settledAtMs: null }
const SETTLED = { outcome: 'GRANTED', reply: 'Yes', settledAtMs: 9 } as const
const ofAsks = (...changes: readonly NonNullable<Rows['asks']>[]): readonly Rows[] => changes.map((change) => ({ asks: change }))

describeTerms('an ask', [
  { name: 'made', rows: {}, statement: (database) => insertAsk(database, ASK, 1), otherwise: [{ asks: {} }] },
  { name: 'not made beside as many as may be open', works: false, rows: { asks: {} }, statement: (database) => insertAsk(database, ASK, 1), otherwise: ofAsks({ accountId: OTHER }, { outcome: 'DECLINED' }) },
  { name: 'made once', works: false, rows: { asks: { id: 'ask_b' } }, statement: (database) => insertAsk(database, ASK, 5), otherwise: ofAsks({ id: 'ask_a' }) },
  { name: 'its row', rows: { asks: {} }, statement: (database) => selectAsk(database, 'ask_a'), otherwise: ofAsks({ id: 'ask_b' }) },
  { name: 'of its account', rows: { asks: {} }, statement: (database) => selectAsksOf(database, ACCOUNT, 5), otherwise: ofAsks({ accountId: OTHER }) },
  { name: 'among the open ones', rows: { asks: {} }, statement: (database) => selectAsks(database, true, 5), otherwise: ofAsks({ outcome: 'GRANTED' }) },
  { name: 'among all', rows: { asks: { outcome: 'GRANTED' } }, statement: (database) => selectAsks(database, false, 5), otherwise: [] },
  { name: 'that is open', rows: { asks: {} }, statement: holds(() => isOpenAsk('ask_a')), otherwise: ofAsks({ id: 'ask_b' }, { outcome: 'GRANTED' }) },
  { name: 'settled', rows: { asks: {} }, statement: (database) => settleAsk(database, 'ask_a', SETTLED, sql`true`), otherwise: ofAsks({ id: 'ask_b' }, { outcome: 'DECLINED' }) },
  { name: 'settled on a condition', works: false, rows: { asks: {} }, statement: (database) => settleAsk(database, 'ask_a', SETTLED, sql`false`), otherwise: [] },
])
