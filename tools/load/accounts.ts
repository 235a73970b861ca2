// Who asks under load: accounts whose limits nobody meets, with a grant that the ledger knows.
import { randomBytes } from 'node:crypto'
import { mintKey } from '../../src/domain/key-format.ts'
import { newId } from '../../src/domain/new-id.ts'
import { insertSql, keySql } from '../admin/operator-sql.ts'
import { BOUNDLESS } from '../bench/accounts.ts'

export interface LoadAccount {
  readonly id: string
  readonly key: string
  readonly sql: readonly string[]
}

const CREDITS = 1_000_000_000

export function newLoadAccount(nowMs: number): LoadAccount {
  const key = mintKey('live', randomBytes)
  const id = newId('acc', nowMs, randomBytes)
  return {
    id,
    key,
    sql: [
      insertSql('accounts', { id, name: 'Load', plan: 'ENTERPRISE', limits: JSON.stringify(BOUNDLESS), credits: CREDITS, webhook_secret: `whsec_${randomBytes(24).toString('base64')}`, created_at_ms: nowMs }),
      insertSql('credit_entries', { account_id: id, id: '0.grant', kind: 'GRANT', amount: CREDITS, created_at_ms: nowMs }),
      keySql(id, key, nowMs, { name: 'Load' }),
    ],
  }
}
