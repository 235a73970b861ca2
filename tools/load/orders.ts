// What is ordered under load, and how it is read once it has ended.
import * as v from 'valibot'
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

const Answer = v.object({ data: v.optional(v.nullable(v.unknown())), errors: v.optional(v.array(v.object({ message: v.string() }))) })

async function ask(url: string, { key }: LoadAccount, query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Authorization': `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(60_000),
  })
  const { data, errors } = v.parse(Answer, await response.json())
  if (errors) throw new Error(errors.map(({ message }) => message).join(' '))
  return data
}

/** @returns its id, and how long the answer took */
export async function order(url: string, account: LoadAccount, input: DemoInput, webhookUrl: string): Promise<{ readonly id: string; readonly ms: number }> {
  const startedAtMs = performance.now()
  const { generate } = v.parse(v.object({ generate: v.object({ id: v.string() }) }), await ask(url, account, GENERATE, { input: { ...input, webhookUrl } }))
  return { id: generate.id, ms: performance.now() - startedAtMs }
}

export async function readEnded(url: string, account: LoadAccount, id: string): Promise<Ended> {
  return v.parse(v.object({ generation: Ended }), await ask(url, account, READ, { id })).generation
}

/** Whether its first byte can be had by its link. */
export async function isThere(link: string): Promise<boolean> {
  const response = await fetch(link, { headers: { Range: 'bytes=0-0' }, signal: AbortSignal.timeout(60_000) })
  return response.status === 206 && (await response.arrayBuffer()).byteLength === 1
}
