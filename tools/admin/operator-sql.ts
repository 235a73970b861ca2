// The SQL that makes the operator's own account and an admin key for it: the one thing that nobody can ask the service
// for, since it takes an admin key.
import { createHash, randomBytes } from 'node:crypto'
import { timePart } from '../../src/domain/new-id.ts'

/** Always the same one, so that a lost key is replaced by another of it. */
export const OPERATOR_ACCOUNT = 'acc_operator'

/** Only the key's hash is in it. Repeating it changes nothing. */
export function operatorSql(key: string, nowMs: number): string[] {
  const hash = sha256(key)
  const keyId = keyIdOf(hash)
  const entry = {
    id: `log_${timePart(nowMs)}${hash.slice(0, 16)}`, account_id: OPERATOR_ACCOUNT, actor_account_id: OPERATOR_ACCOUNT, actor: 'bootstrap', action: 'key.create',
    target: keyId, detail: JSON.stringify({ before: null, after: { scopes: OPERATOR_SCOPES } }), request_id: null, created_at_ms: nowMs,
  }
  return [
    insertSql('accounts', { id: OPERATOR_ACCOUNT, name: 'Operator', plan: 'FREE', credits: 0, webhook_secret: `whsec_${randomBytes(32).toString('base64')}`, created_at_ms: nowMs }),
    // The log refuses a row that it has, even where that is to be ignored.
    `INSERT INTO audit_log (${Object.keys(entry).join(', ')}) SELECT ${Object.values(entry).map(literal).join(', ')} WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE hash = ${literal(hash)});`,
    keySql(OPERATOR_ACCOUNT, key, nowMs, { name: 'Administration', scopes: JSON.stringify(OPERATOR_SCOPES) }),
  ]
}

/** It makes and rolls keys of its own, and generates nothing. */
const OPERATOR_SCOPES = ['keys', 'admin'] as const

const keyIdOf = (hash: string): string => `key_${hash.slice(0, 26)}`

/** A key of an account, live where nothing else is said. Only its hash is in it. Does nothing when the row is there. */
export function keySql(accountId: string, key: string, nowMs: number, more: Readonly<Record<string, string | number | null>> & { readonly name: string }): string {
  const hash = sha256(key)
  return insertSql('api_keys', { hash, account_id: accountId, id: keyIdOf(hash), kind: 'live', last_four: key.slice(-4), created_at_ms: nowMs, ...more })
}

/** Does nothing when the row is there. */
export function insertSql(table: string, row: Readonly<Record<string, string | number | null>>): string {
  return `INSERT OR IGNORE INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')});`
}

function literal(value: string | number | null): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
