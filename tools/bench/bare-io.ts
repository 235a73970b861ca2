// The I/O of one request, and nothing else: the digest of the key, a call of the account's object, one read of D1 or one batch
// of three, one message. What is fastest on this runtime, and what the floor and the peer both do.
import { DurableObject } from 'cloudflare:workers'
import { accountOf } from './account-of.ts'

interface Statement {
  bind(...values: readonly unknown[]): Statement
  first<Row>(): Promise<Row | null>
}

export interface Env {
  readonly DB: { prepare(sql: string): Statement; batch(statements: readonly Statement[]): Promise<unknown> }
  readonly ACCOUNT_GATE: { idFromName(name: string): unknown; get(id: unknown): Pick<Gate, 'admit' | 'look'> }
  readonly SUBMITS: { send(message: unknown): Promise<unknown> }
}

/** It counts as ours does: a generation writes a row, a read none. */
export class Gate extends DurableObject {
  #admitted = Number(this.ctx.storage.kv.get('admitted') ?? 0)
  #reads = 0

  async admit(): Promise<number> {
    this.#admitted += 1
    this.ctx.storage.kv.put('admitted', this.#admitted)
    return this.#admitted
  }

  async look(): Promise<number> {
    this.#reads += 1
    return this.#reads
  }
}

export async function accountBehind(authorization: string | null): Promise<string> {
  const key = (authorization ?? '').slice('Bearer '.length)
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return accountOf(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''))
}

const gateOf = ({ ACCOUNT_GATE: gates }: Env, account: string) => gates.get(gates.idFromName(account))

export interface Job {
  readonly id: string
  readonly status: string
  readonly progress: number | null
  readonly url: string | null
  readonly creditCost: number
}

export async function readJob(env: Env, account: string, id: string): Promise<Job | null> {
  const select = env.DB.prepare('SELECT id, status, progress, cost, outputs FROM jobs WHERE account_id = ? AND id = ? LIMIT 1').bind(account, id)
  const [, row] = await Promise.all([
    gateOf(env, account).look(),
    select.first<{ readonly id: string; readonly status: string; readonly progress: number | null; readonly cost: number; readonly outputs: string | null }>(),
  ])
  if (!row) return null
  const [output] = row.outputs === null ? [] : (JSON.parse(row.outputs) as readonly { readonly key: string }[])
  return { id: row.id, status: row.status, progress: row.progress, url: output ? `http://127.0.0.1/media/${output.key}` : null, creditCost: row.cost }
}

const INSERT = `INSERT INTO jobs (account_id, id, status, type, input, routes, route, reasons, fingerprint, cost, refunded, tags, key_id, retention_days, attempt, chain, created_at_ms, deadline_ms, due_at_ms, due_for)
VALUES (?, ?, 'QUEUED', 'VIDEO', ?, ?, 0, ?, ?, ?, 0, '[]', 'key', 365, 0, 0, ?, ?, ?, 'WORK')`
const CHARGE = 'UPDATE accounts SET credits = credits - ? WHERE id = ?'
const ENTRY = "INSERT INTO credit_entries (account_id, id, job_id, kind, amount, created_at_ms) VALUES (?, ?, ?, 'CHARGE', ?, ?)"
/** As long as ours are. */
const ROUTES = JSON.stringify([{ provider: 'kling', model: 'kling-v2-6', upstream: 'kling', addedText: '', options: { duration: 5, aspectRatio: '16:9', mode: 'std' }, adjustments: [], outputs: 1, credits: 35 }])
const REASONS = JSON.stringify([{ en: 'Kling was asked for; its best model that serves this is the second.', hi: 'Kling' }])
const FINGERPRINT = `3:${'0'.repeat(64)}`
const COST = 35

/** @param later work that the answer does not wait for */
export async function makeJob(env: Env, account: string, input: unknown, later: (work: Promise<unknown>) => void): Promise<Job> {
  const nowMs = Date.now()
  const id = `gen_${crypto.randomUUID().replaceAll('-', '').slice(0, 26)}`
  await gateOf(env, account).admit()
  await env.DB.batch([
    env.DB.prepare(INSERT).bind(account, id, JSON.stringify(input), ROUTES, REASONS, FINGERPRINT, COST, nowMs, nowMs + 3_600_000, nowMs + 60_000),
    env.DB.prepare(CHARGE).bind(COST, account),
    env.DB.prepare(ENTRY).bind(account, `${id}.charge`, id, -COST, nowMs),
  ])
  later(env.SUBMITS.send({ kind: 'submit', accountId: account, jobId: id }))
  return { id, status: 'QUEUED', progress: 0, url: null, creditCost: COST }
}
