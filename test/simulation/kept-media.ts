// Once nothing is left but files that will expire: what was delivered is stored, byte for byte, and nothing else is.
import { env } from 'cloudflare:workers'
import { jobs } from '../../src/store/tables.ts'
import { STILL } from './callers.ts'
import { database } from './next-due.ts'

export async function breachesOfMedia(): Promise<readonly string[]> {
  const [rows] = await database().batch([database().select({ id: jobs.id, accountId: jobs.accountId, status: jobs.status, outputs: jobs.outputs }).from(jobs)])
  const breaches: string[] = []
  for (const { id, accountId, status, outputs } of rows) {
    if (accountId === STILL.id || status !== 'COMPLETED') continue
    if (!outputs || outputs.length === 0) breaches.push(`${id} is COMPLETED without an output`)
    for (const { key, sha256 } of outputs ?? []) {
      const object = await env.MEDIA.get(key)
      const digest = object && new Uint8Array(await crypto.subtle.digest('SHA-256', await object.arrayBuffer()))
      if (!digest || hexOf(digest) !== sha256) breaches.push(`${id} is COMPLETED and ${key} is not stored as it should be`)
    }
  }
  return breaches
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
