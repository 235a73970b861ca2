// GraphQL's own refusals: our words, in both languages, with a code.
import { parse, specifiedRules, validate } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { wordsOf } from '../../../src/graphql/protocol/graphql-words.ts'
import { schema } from '../../../src/graphql/schema.ts'
import { createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})

const deep = '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }'
const generations = (filter: unknown) => ({ query: 'query Q($filter: GenerationFilter) { generations(filter: $filter) { pageInfo { hasNextPage } } }', variables: { filter } })
const generate = (input: unknown) => ({ query: 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }', variables: { input } })

/** A request for each that a caller can bring about, and what is said of it. */
const refused: readonly (readonly [body: string | Record<string, unknown>, message: string])[] = [
  ['{ me { id }', 'The query breaks off: something is missing at its end, such as a closing brace.'],
  ['', 'The query breaks off: something is missing at its end, such as a closing brace.'],
  ['{ me { id } }\n }', 'The query is not GraphQL at line 2, column 2: "}" does not belong there.'],
  ['query { me( { id } }', 'The query is not GraphQL at line 1, column 13: "{" does not belong there.'],
  ['{ generation(id: "gen_1) { id } }', 'A text in the query has no closing quote: line 1, column 34.'],
  ["{ generation(id: 'gen_1') { id } }", 'Texts in a query stand in double quotes: line 1, column 18.'],
  ['{ generation(id: 01) { id } }', 'The query is not GraphQL at line 1, column 19.'],
  ['{ generation(id: "\\x") { id } }', 'The query is not GraphQL at line 1, column 19.'],
  ['{ me { sparkle } }', 'Account has no field sparkle.'],
  ['{ me }', 'Say which fields of me you want: me { … }.'],
  ['{ me { id { a } } }', 'id has no fields of its own: leave the braces after it out.'],
  ['{ me(a: 1) { id } }', 'Query.me takes no argument a.'],
  ['{ me { id @skip(unless: true, if: true) } }', '@skip takes no argument unless.'],
  ['{ generation { id } }', 'The argument Query.generation(id:) is required.'],
  ['{ me { id @skip } }', 'The argument @skip(if:) is required.'],
  ['query ($a: Nothing) { generation(id: $a) { id } }', 'There is no type Nothing.'],
  ['{ ...A }', 'The fragment A is not in the query.'],
  ['{ me { id } } fragment A on Account { id }', 'The fragment A is never used.'],
  ['query ($a: ID) { me { id } }', 'The variable $a is declared and never used.'],
  ['query N($a: ID) { me { id } }', 'The variable $a is declared and never used.'],
  ['{ generation(id: $a) { id } }', 'The variable $a is used and not declared: query ($a: …).'],
  ['query N { generation(id: $a) { id } }', 'The variable $a is used and not declared: query ($a: …).'],
  ['query ($a: Int!) { generation(id: $a) { id } }', 'The variable $a is declared as Int!; ID! is needed there.'],
  ['query ($a: Account) { generation(id: $a) { id } }', 'The variable $a cannot be of the type Account.'],
  ['query ($a: ID!, $a: ID!) { generation(id: $a) { id } }', '$a is there twice.'],
  ['{ generation(id: 1, id: 2) { id } }', 'id is there twice.'],
  ['query A { me { id } } query A { me { id } }', 'A is there twice.'],
  ['{ ...A } fragment A on Query { me { id } } fragment A on Query { me { id } }', 'A is there twice.'],
  ['{ generations(filter: { tag: "a", tag: "b" }) { pageInfo { hasNextPage } } }', 'tag is there twice.'],
  ['{ me { id } } query B { me { id } }', 'Where there are several operations, each needs a name.'],
  ['{ me { a: id a: credits } }', 'a is asked for twice and differently: give one of them another name, as in other: a.'],
  ['{ ...A } fragment A on Query { ...A me { id } }', 'The fragment A leads back to itself.'],
  ['{ ...A } fragment A on Account { id }', 'A fragment on Account cannot stand inside Query.'],
  ['{ ... on Account { id } }', 'A fragment on Account cannot stand inside Query.'],
  ['{ ... on ID { id } me { id } }', 'ID has no fields, so no fragment can be on it.'],
  ['{ me { ...A } } fragment A on ID { id }', 'ID has no fields, so no fragment can be on it.'],
  ['{ me { id @sparkle } }', 'There is no directive @sparkle.'],
  ['query @skip(if: true) { me { id } }', 'The directive @skip cannot stand there.'],
  ['{ me { id @skip(if: true) @skip(if: true) } }', 'The directive @skip is there twice.'],
  ['{ me { id } } type A { id: ID }', 'Send operations and fragments only, no definitions of types.'],
  [deep, 'This question about the schema goes too deep.'],
  ['{ generation(id: null) { id } }', 'This is required and may not be null.'],
  ['{ generations(filter: 5) { pageInfo { hasNextPage } } }', 'An object is expected, not 5.'],
  ['{ generations(filter: { sparkle: 1 }) { pageInfo { hasNextPage } } }', 'GenerationFilter has no field sparkle.'],
  ['{ generations(filter: { status: DONE }) { pageInfo { hasNextPage } } }', 'DONE is none of the values of GenerationStatus.'],
  ['{ generations(filter: { status: "QUEUED" }) { pageInfo { hasNextPage } } }', 'One of the values of GenerationStatus is expected, as a bare word in the query or as a text in the variables, not "QUEUED".'],
  ['{ generations(first: 3000000000) { pageInfo { hasNextPage } } }', 'A whole number from -2147483648 to 2147483647 is expected, not 3000000000.'],
  ['{ generations(first: "a") { pageInfo { hasNextPage } } }', 'A whole number is expected, not "a".'],
  ['{ generations(filter: { tag: 5 }) { pageInfo { hasNextPage } } }', 'A text is expected, not 5.'],
  ['{ generation(id: 1.5) { id } }', 'An id is expected, not 1.5.'],
  ['{ me { id @skip(if: 1) } }', 'true or false is expected, not 1.'],
  ['{ generations(filter: { createdAfter: "today" }) { pageInfo { hasNextPage } } }', 'A time is written as 2026-11-22T09:30:00Z, with an offset, and is a real day.'],
  ['mutation { audioCreate(input: { prompt: "Hi", speed: "fast" }) { id } }', 'A number is expected, not "fast".'],
  ['mutation { generate(input: { input: { text: "A" } }) { id } }', 'type is missing.'],
  ['fragment A on Query { me { id } }', 'The fragment A is never used.'],
  [{ query: 'query A { me { id } } query B { me { id } }' }, 'There is no such operation in the query: check operationName.'],
  [{ query: 'query A { me { id } }', operationName: 'B' }, 'There is no such operation in the query: check operationName.'],
  [generations(5), 'An object is expected, not 5.'],
  [generations({ sparkle: 1 }), 'GenerationFilter has no field sparkle.'],
  [generations({ status: 'DONE' }), 'DONE is none of the values of GenerationStatus.'],
  [generations({ status: 5 }), 'One of the values of GenerationStatus is expected, as a bare word in the query or as a text in the variables, not 5.'],
  [generations({ createdAfter: '05/12/2027' }), 'A time is written as 2026-11-22T09:30:00Z, with an offset, and is a real day.'],
  [generations({ tag: 'x', type: 'y'.repeat(5000) }), `${'y'.repeat(60)}… is none of the values of GenerationType.`],
  [generate(null), 'This is required and may not be null.'],
  [generate({}), 'type is missing.'],
  [generate({ type: 'IMAGE', input: { text: 5 } }), 'A text is expected, not 5.'],
  [generate({ type: 'IMAGE', input: {}, strict: 'no' }), 'true or false is expected, not "no".'],
  [generate({ type: 'IMAGE', input: {}, maxCredits: 1.5 }), 'A whole number is expected, not 1.5.'],
  [{ query: 'query ($id: ID!) { generation(id: $id) { id } }', variables: {} }, 'This is required and may not be null.'],
]

/** Told in a stream, not as JSON. */
const TWO_AT_ONCE = 'subscription { generation(id: "gen_1") { id } b: generation(id: "gen_2") { id } }'

describe('what GraphQL refuses', () => {
  for (const [body, message] of refused) {
    const request = typeof body === 'string' ? { query: body } : body
    it(`${JSON.stringify(request).slice(0, 100)} is said in both languages, with a code`, async () => {
      const [english, hindi] = await Promise.all(['en', 'hi'].map((language) => world.post(request, { 'accept-language': language })))
      const messages = english?.body.errors?.map((error) => error.message) ?? []
      expect(messages).toContain(message)
      for (const [index, { message: hindiMessage, extensions }] of (hindi?.body.errors ?? []).entries()) {
        expect(extensions['code']).toBe('INVALID_INPUT')
        expect(hindiMessage).toMatch(/[\u0900-\u097f].*।$/)
        expect(hindiMessage).not.toBe(messages[index])
      }
      for (const one of messages) expect(one).not.toMatch(/does not fit the schema|non-null|coerce|[Ss]electionSet|\{\w+\}|undefined/)
    })
  }

  it('by any of its rules is known by its sentence', () => {
    const documents = [TWO_AT_ONCE, ...refused.flatMap(([body]) => (typeof body === 'string' ? [body] : [String(body['query'])]))]
    const fired = new Set<string>()
    for (const rule of specifiedRules) {
      for (const source of documents) {
        const errors = ((): ReturnType<typeof validate> => {
          try {
            return validate(schema, parse(source), [rule])
          } catch {
            return []
          }
        })()
        if (errors.length > 0) fired.add(rule.name)
        for (const error of errors) expect(wordsOf(error).sentence.en).not.toContain('does not fit')
      }
    }
    // There is no @defer and no @stream, and every kind of operation.
    const silent = specifiedRules.map(({ name }) => name).filter((name) => !fired.has(name))
    for (const name of silent) expect(name).toMatch(/^DeferStream|^Stream|^KnownOperationTypes/)
  })
})

