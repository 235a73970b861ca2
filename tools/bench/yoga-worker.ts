// The peer: GraphQL Yoga over the floor's I/O, with the least schema that answers the same documents. With GUARDED it has
// guards like ours, by our own measures: of tokens, of the document once, of the cost each time.
import { parse, type DocumentNode } from 'graphql'
import { createSchema, createYoga, type Plugin } from 'graphql-yoga'
import { costOf } from '../../src/graphql/protocol/cost.ts'
import { REQUEST_LIMITS, guard, guardDocument } from '../../src/graphql/protocol/guards.ts'
import { accountBehind, makeJob, readJob, type Env } from './bare-io.ts'

export { Gate } from './bare-io.ts'

interface Served {
  readonly env: Env & { readonly GUARDED: string }
  readonly account: string
  readonly later: (work: Promise<unknown>) => void
}

const schema = createSchema<Served>({
  typeDefs: `
    scalar JSON
    enum GenerationType { VIDEO IMAGE AUDIO AVATAR }
    input ContentInput { text: String }
    input GenerateInput { type: GenerationType!, provider: String, input: ContentInput!, options: JSON, idempotencyKey: String }
    type GenerationError { code: String!, message: String! }
    type Generation { id: ID!, status: String!, progress: Int, url: String, creditCost: Int!, error: GenerationError }
    type Query { generation(id: ID!): Generation }
    type Mutation { generate(input: GenerateInput!): Generation! }
  `,
  resolvers: {
    Query: { generation: (_root: unknown, { id }: { readonly id: string }, { env, account }) => readJob(env, account, id) },
    Mutation: {
      generate: (_root: unknown, { input }: { readonly input: { readonly input: unknown } }, { env, account, later }) => makeJob(env, account, input.input, later),
    },
  },
})

const guards = (): Plugin => {
  const guarded = new WeakSet<DocumentNode>()
  return {
    onParse: ({ setParseFn }) => {
      setParseFn((source: Parameters<typeof parse>[0]) => parse(source, { maxTokens: REQUEST_LIMITS.tokens.most }))
      return ({ result }) => {
        const document = result as DocumentNode
        if (!('kind' in document) || guarded.has(document)) return
        guardDocument(document)
        guarded.add(document)
      }
    },
    onExecute: ({ args }) => guard('cost', costOf(schema, args.document, args.operationName, (args.variableValues ?? {}) as Record<string, unknown>)),
  }
}

const open = (plugins: Plugin[]) => createYoga<Served>({ schema, plugins, logging: false, graphiql: false, landingPage: false })
const minimal = open([])
const guarded = open([guards()])

export default {
  async fetch(request: Request, env: Served['env'], context: { waitUntil(work: Promise<unknown>): void }): Promise<Response> {
    const account = await accountBehind(request.headers.get('authorization'))
    return (env.GUARDED === 'true' ? guarded : minimal).fetch(request, { env, account, later: (work) => context.waitUntil(work) })
  },
}
