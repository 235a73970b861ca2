// What every GraphQL service of this kind begins with: Hono and graphql-js, one field.
import { graphql, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { Hono } from 'hono'

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString, resolve: () => 'hello' } } }),
})

const app = new Hono()
app.get('/health', (c) => c.json({ ok: true }))
app.post('/graphql', async (c) => {
  const { query } = await c.req.json<{ readonly query: string }>()
  return c.json(await graphql({ schema, source: query }))
})

export default app
