// Who asks: accounts whose limits nobody meets, each with a generation that has ended; and one that has used up its day.
import { randomBytes } from 'node:crypto'
import { mintKey } from '../../src/domain/key-format.ts'
import { newId } from '../../src/domain/new-id.ts'
import { insertSql, keySql, sha256 } from '../admin/operator-sql.ts'
import { accountOf } from './account-of.ts'

export interface Account {
  readonly id: string
  readonly key: string
  /** Its generation that has ended. */
  readonly endedId: string
}

/** As many as keep the slots of each within a plan's figures during a round. */
const ACCOUNTS = 64
/** Limits that nobody meets. */
export const BOUNDLESS = { perMinute: 1_000_000_000, concurrent: 1_000_000_000, readsPerMinute: 1_000_000_000 }
const SPENT = { ...BOUNDLESS, perDay: 1 }

export interface Accounts {
  readonly free: readonly Account[]
  readonly spent: Account
  readonly sql: readonly string[]
}

export function makeAccounts(nowMs: number): Accounts {
  const free = Array.from({ length: ACCOUNTS }, () => newAccount(nowMs))
  const spent = newAccount(nowMs)
  return { free, spent, sql: [...free.flatMap((account) => accountSql(account, BOUNDLESS, nowMs)), ...accountSql(spent, SPENT, nowMs)] }
}

function newAccount(nowMs: number): Account {
  const key = mintKey('live', randomBytes)
  return { id: accountOf(sha256(key)), key, endedId: newId('gen', nowMs, randomBytes) }
}

function accountSql({ id, key, endedId }: Account, limits: object, nowMs: number): string[] {
  return [
    insertSql('accounts', { id, name: 'Bench', plan: 'ENTERPRISE', limits: JSON.stringify(limits), credits: 1_000_000_000_000, webhook_secret: 'whsec_YmVuY2g=', created_at_ms: nowMs }),
    keySql(id, key, nowMs, { name: 'Bench', last_used_at_ms: nowMs }),
    insertSql('jobs', { ...ended(id, endedId, nowMs), account_id: id, id: endedId }),
  ]
}

function ended(accountId: string, id: string, nowMs: number): Record<string, string | number> {
  const facts = { kind: 'video', contentType: 'video/mp4', extension: 'mp4', format: 'mp4', width: 1280, height: 720, durationSeconds: 5 }
  const output = { key: `${accountId}/${id}/1-0.mp4`, contentType: 'video/mp4', bytes: 2_000_000, sha256: 'a'.repeat(64), facts }
  const route = { provider: 'kling', model: 'kling-v2-6', upstream: 'kling', addedText: '', options: { duration: 5, aspectRatio: '16:9', mode: 'std' }, adjustments: [], outputs: 1, credits: 35 }
  return {
    status: 'COMPLETED', type: 'VIDEO', input: JSON.stringify({ text: PROMPT }), routes: JSON.stringify([route]), route: 0, reasons: JSON.stringify([{ en: 'Kling was asked for.', hi: 'Kling माँगा गया था।' }]),
    fingerprint: `3:${'0'.repeat(64)}`, cost: 35, refunded: 0, tags: '[]', key_id: 'key', retention_days: 365, attempt: 1, chain: 0, outputs: JSON.stringify([output]),
    created_at_ms: nowMs, claimed_at_ms: nowMs, started_at_ms: nowMs, completed_at_ms: nowMs, deadline_ms: nowMs + 3_600_000, expires_at_ms: nowMs + 365 * 86_400_000,
  }
}

/** What a third of callers send beside English is left out: no part of the measured way looks at letters. */
export const PROMPT = 'A quiet harbour at dawn: fishing boats rock on their ropes while gulls circle over the breakwater, mist lifts off the water, and the first sun paints the wet planks of the pier. Slow dolly in, shallow focus, film grain.'
