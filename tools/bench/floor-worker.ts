// The floor: the request's I/O on this runtime, without a framework, without GraphQL, without a rule.
import { accountBehind, makeJob, readJob, type Env } from './bare-io.ts'

export { Gate } from './bare-io.ts'

interface Asked {
  readonly query: string
  readonly variables: { readonly id?: string; readonly input?: { readonly input: unknown } }
}

export default {
  async fetch(request: Request, env: Env, context: { waitUntil(work: Promise<unknown>): void }): Promise<Response> {
    const account = await accountBehind(request.headers.get('authorization'))
    const { query, variables } = (await request.json()) as Asked
    if (!query.startsWith('mutation')) return Response.json({ data: { generation: await readJob(env, account, variables.id ?? '') } })
    const generate = await makeJob(env, account, variables.input?.input, (work) => context.waitUntil(work))
    return Response.json({ data: { generate } })
  },
}
