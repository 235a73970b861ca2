// What is ordered under load, and how it is read once it has ended.
import * as v from 'valibot'
import { asker } from '../demo/client.ts'
import type { DemoInput } from '../demo/generation.ts'
import type { LoadAccount } from './accounts.ts'

const GENERATE = 'mutation Load($input: GenerateInput!) { generate(input: $input) { id } }'
const READ = 'query Load($id: ID!) { generation(id: $id) { id status provider createdAt startedAt completedAt url error { code message } } }'

const Ended = v.object({
  id: v.string(),
  status: v.string(),
  provider: v.string(),
  createdAt: v.string(),
  startedAt: v.nullable(v.string()),
  completedAt: v.nullable(v.string()),
  url: v.nullable(v.string()),
  error: v.nullable(v.object({ code: v.string(), message: v.string() })),
})
export type Ended = v.InferOutput<typeof Ended>

const PATIENCE_MS = 60_000

/** @returns its id, and how long the answer took */
export async function order(url: string, account: LoadAccount, input: DemoInput, webhookUrl: string): Promise<{ readonly id: string; readonly ms: number }> {
  const startedAtMs = performance.now()
  const { generate } = v.parse(v.object({ generate: v.object({ id: v.string() }) }), await asker(url, account.key, PATIENCE_MS)(GENERATE, { input: { ...input, webhookUrl } }))
  return { id: generate.id, ms: performance.now() - startedAtMs }
}

export async function readEnded(url: string, account: LoadAccount, id: string): Promise<Ended> {
  return v.parse(v.object({ generation: Ended }), await asker(url, account.key, PATIENCE_MS)(READ, { id })).generation
}

/** Whether its first byte can be had by its link. */
export async function isThere(link: string): Promise<boolean> {
  const response = await fetch(link, { headers: { Range: 'bytes=0-0' }, signal: AbortSignal.timeout(PATIENCE_MS) })
  return response.status === 206 && (await response.arrayBuffer()).byteLength === 1
}
