// What the demo says to the service: the published mutation as it stands, the published status query with three more
// fields, through nothing but fetch.
import * as v from 'valibot'

const GENERATE = `
mutation Generate($input: GenerateInput!) {
  generate(input: $input) {
    id
    status
    type
    provider
    url
    metadata
    creditCost
    estimatedTime
    progress
    error
    errorCode
  }
}`

const GET_GENERATION = `
query GetGeneration($id: ID!) {
  generation(id: $id) {
    id
    status
    type
    provider
    model
    url
    progress
    creditCost
    refundedCredits
    error { code message }
    pollAfterMs
  }
}`

const UPLOAD = 'mutation ($input: UploadCreateInput!) { uploadCreate(input: $input) { id url partBytes received existing } }'

const Created = v.object({ generate: v.object({ id: v.string(), creditCost: v.number() }) })

const Generation = v.object({
  id: v.string(),
  status: v.picklist(['QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED']),
  type: v.string(),
  provider: v.string(),
  model: v.string(),
  url: v.nullable(v.string()),
  progress: v.nullable(v.number()),
  creditCost: v.number(),
  refundedCredits: v.number(),
  error: v.nullable(v.object({ code: v.string(), message: v.string() })),
  pollAfterMs: v.nullable(v.number()),
})
export type Generation = v.InferOutput<typeof Generation>

const Answer = v.object({ data: v.optional(v.unknown()), errors: v.optional(v.array(v.object({ message: v.string() }))) })

export interface DemoClient {
  /** Submits one generation; `input` is a published GenerateInput. */
  readonly generate: (input: unknown) => Promise<{ readonly id: string; readonly creditCost: number }>
  readonly generation: (id: string) => Promise<Generation>
  /** Announces a file; its answer as it came. */
  readonly uploadCreate: (input: unknown) => Promise<unknown>
  readonly credits: () => Promise<number>
}

type Ask = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>

/** Asks with a key, and throws what was refused. @param patienceMs for an answer */
export function asker(url: string, key: string, patienceMs = 30_000): Ask {
  return async (query, variables) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    })
    const answer = v.parse(Answer, await response.json())
    if (answer.errors) throw new Error(answer.errors.map(({ message }) => message).join(' '))
    return answer.data
  }
}

export function demoClient(url: string, key: string): DemoClient {
  const ask = asker(url, key)
  return {
    generate: async (input) => v.parse(Created, await ask(GENERATE, { input })).generate,
    generation: async (id) => v.parse(v.object({ generation: Generation }), await ask(GET_GENERATION, { id })).generation,
    uploadCreate: async (input) => v.parse(v.object({ uploadCreate: v.unknown() }), await ask(UPLOAD, { input })).uploadCreate,
    credits: async () => v.parse(v.object({ me: v.object({ credits: v.number() }) }), await ask('{ me { credits } }', {})).me.credits,
  }
}
