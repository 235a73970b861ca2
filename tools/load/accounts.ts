// Who asks under load: accounts whose limits nobody meets, with a grant that the ledger knows.
import { randomBytes } from 'node:crypto'
import { mintKey } from '../../src/domain/key-format.ts'
import { newId } from '../../src/domain/new-id.ts'
import { insertSql, sha256 } from '../admin/operator-sql.ts'

export interface LoadAccount {
  readonly id: string
  readonly key: string
  readonly sql: readonly string[]
}

const CREDITS = 1_000_000_000
const BOUNDLESS = { perMinute: 1_000_000_000, concurrent: 1_000_000_000, readsPerMinute: 1_000_000_000 }

export function newLoadAccount(nowMs: number): LoadAccount {
  const key = mintKey('live', randomBytes)
  const id = newId('acc', nowMs, randomBytes)
  const hash = sha256(key)
  return {
    id,
    key,
    sql: [
      insertSql('accounts', { id, name: 'Load', plan: 'ENTERPRISE', limits: JSON.stringify(BOUNDLESS), credits: CREDITS, webhook_secret: `whsec_${randomBytes(24).toString('base64')}`, created_at_ms: nowMs }),
      insertSql('credit_entries', { account_id: id, id: '0.grant', kind: 'GRANT', amount: CREDITS, created_at_ms: nowMs }),
      insertSql('api_keys', { hash, account_id: id, id: `key_${hash.slice(0, 26)}`, name: 'Load', kind: 'live', last_four: key.slice(-4), created_at_ms: nowMs }),
    ],
  }
}
