// Once nothing is left but files that will expire: what was delivered is stored, byte for byte, and nothing else is.
import { env } from 'cloudflare:workers'
import { jobs } from '../../src/store/tables.ts'
import { STILL } from './callers.ts'
import { storedKeys } from './seed.ts'
import { readAll } from './shards.ts'
import type { Run } from './simulate.ts'

export async function breachesOfMedia(): Promise<readonly string[]> {
  const [rows] = await readAll((database) => database.batch([database.select({ id: jobs.id, accountId: jobs.accountId, status: jobs.status, outputs: jobs.outputs, expiredAtMs: jobs.expiredAtMs }).from(jobs)]))
  const breaches: string[] = []
  const wanted = rows.filter(({ status, expiredAtMs }) => status === 'COMPLETED' && expiredAtMs === null).flatMap(({ outputs }) => outputs ?? [])
  for (const key of await storedKeys()) {
    // What is looked up for ever; what the bucket's own rule deletes; what is sent beforehand, which is judged by itself.
    if (key.startsWith('verify/') || key.startsWith('inputs/') || key.startsWith('uploads/')) continue
    // A poster stands beside its video, whether it came to be told of or not, and goes with it.
    const beside = key.replace(/\/poster-([^/]*)$/, '/$1')
    if (!wanted.some((output) => output.key === beside)) breaches.push(`${key} is stored, and nobody wants it`)
  }
  for (const { id, accountId, status, outputs, expiredAtMs } of rows) {
    if (accountId === STILL.id || status !== 'COMPLETED' || expiredAtMs !== null) continue
    if (!outputs || outputs.length === 0) breaches.push(`${id} is COMPLETED without an output`)
    for (const { key, sha256 } of outputs ?? []) {
      const object = await env.MEDIA.get(key)
      const digest = object && new Uint8Array(await crypto.subtle.digest('SHA-256', await object.arrayBuffer()))
      if (!digest || hexOf(digest) !== sha256) breaches.push(`${id} is COMPLETED and ${key} is not stored as it should be`)
    }
  }
  return breaches
}

/** What was wished gone is gone when that was answered, and marked; what it cost is the judge's of money. */
export async function breachesOfDeletions({ deletions, scheduler }: Run): Promise<readonly string[]> {
  if (deletions.length === 0) return []
  const [rows] = await readAll((database) => database.batch([database.select({ id: jobs.id, status: jobs.status, outputs: jobs.outputs, completedAtMs: jobs.completedAtMs, expiresAtMs: jobs.expiresAtMs, expiredAtMs: jobs.expiredAtMs }).from(jobs)]))
  return deletions.flatMap(({ id, isDone, isExpired, code, atMs }) => {
    const job = rows.find((row) => row.id === id)
    if (!job) return []
    const wasMade = job.status === 'COMPLETED' && (job.completedAtMs ?? 0) < atMs
    const rules: readonly (readonly [boolean, string])[] = [
      [!isDone || !wasMade || isExpired, 'was said to be gone, and is not marked'],
      [!isExpired || ((job.expiredAtMs ?? Number.POSITIVE_INFINITY) <= atMs && (job.expiresAtMs ?? 0) <= atMs), `was said to be gone at ${atMs}, and its row says ${job.expiredAtMs}`],
      [code !== 'INVALID_INPUT' || (job.completedAtMs ?? Number.POSITIVE_INFINITY) >= atMs || scheduler.disturbed() > 0, 'was refused as open, and had ended'],
    ]
    return rules.flatMap(([holds, breach]) => (holds ? [] : [`${id} ${breach}`]))
  })
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
