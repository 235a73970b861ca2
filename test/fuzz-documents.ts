// Random GraphQL requests built from the schema: selections, aliases, fragments, directives and values, right and
// wrong. What generates also selects its id and cost, so that the fuzz can tell what was earned.
import * as fc from 'fast-check'
import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType } from 'graphql'
import type { GraphQLField, GraphQLInputType, GraphQLObjectType } from 'graphql'
import { models } from '../src/catalog/catalog.ts'
import { GENERATING_FIELDS, schema } from '../src/graphql/schema.ts'

type Draw = fc.GeneratorValue

export interface GraphqlBody {
  readonly query: string
  readonly variables: Record<string, unknown>
}

const ODD_TEXTS = [
  '', ' ', 'a', 'A river at dawn', 'नमस्ते दुनिया', '👩‍👩‍👧‍👦', '\0', 'a\0b', '\ud800', 'x\udfff', '\u202e\u200b', '\r\nSet-Cookie: a=b', '"', '\\', '`${1}`', "'; drop table jobs; --",
  '__proto__', 'constructor', 'toString', '{placeholder}', '$&', '[[fail]]', 'x'.repeat(3000), 'kling', 'luma', 'flux-dev', 'elevenlabs', 'gen_00000000000000000000000000',
  'https://example.com/a.png', 'https://10.0.0.1/x', 'http://[::1]/', 'javascript:alert(1)', 'data:image/png;base64,iVBORw0KGgo=', '2026-11-22T09:30:00.000Z', '+275760-09-13T00:00:00.001Z', '-271821-04-20',
  btoa('cursor:gen_1'), btoa('cursor:\0'), '1'.repeat(400), '<script>alert(1)</script>', '%00', '../../etc/passwd',
] as const
const oddText = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ODD_TEXTS) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) })
const oddNumber = fc.oneof(fc.constantFrom(0, -0, 1, 5, 10, -1, 0.5, 1e9, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, -1e308), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
export const oddJson = fc.oneof(
  oddText,
  oddNumber,
  fc.boolean(),
  fc.constant(null),
  fc.array(oddText, { maxLength: 3 }),
  fc.dictionary(fc.oneof(fc.constantFrom('duration', 'resolution', 'model', 'voice', 'seed', '__proto__', 'constructor', 'aspectRatio', 'style'), oddText), fc.oneof(oddText, oddNumber, fc.jsonValue()), { maxKeys: 4 }),
  fc.jsonValue(),
)
/** Requests that are made, so that what costs credits is part of the fuzz. */
const GOOD_INPUTS: readonly Record<string, unknown>[] = [
  { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } },
  { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'नमस्ते' } },
  { type: 'VIDEO', input: { text: 'A river' }, priority: 'COST', tags: ['a', 'ख'] },
  { type: 'IMAGE', provider: 'minimax-image', input: { text: '👩‍👩‍👧‍👦 \u202e' }, idempotencyKey: 'same' },
]
const GOOD_OPTIONS: readonly Record<string, unknown>[] = [{}, { duration: 5 }, { resolution: '720p' }, { aspectRatio: '16:9' }, { seed: 7 }, { style: 'cinematic' }]
const oneIn = (draw: Draw, count: number): boolean => draw(fc.nat, { max: count - 1 }) === 0

/** By its index: the drawing compares its arguments in depth, and a schema's have no end. */
function pick<T>(draw: Draw, from: readonly T[]): T {
  const one = from[draw(fc.nat, { max: from.length - 1 })]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}
const ofJson = () => oddJson
const ofNumber = () => oddNumber
const ofText = () => oddText
const soundText = oddText.filter((text) => !text.includes('\0') && text.isWellFormed())
const ofSoundText = () => soundText

interface Writing {
  readonly draw: Draw
  /** Half of the documents hold no mistake of GraphQL's kind, so that they come to run. */
  readonly isWild: boolean
  readonly variables: Record<string, unknown>
  readonly declared: string[]
  readonly fragments: string[]
}

export const graphqlBody: fc.Arbitrary<GraphqlBody> = fc.gen().map((draw) => {
  const writing: Writing = { draw, isWild: oneIn(draw, 2), variables: {}, declared: [], fragments: [] }
  const isMutation = oneIn(draw, 2)
  const root = isMutation ? schema.getMutationType() : schema.getQueryType()
  const selection = root ? selectionOf(root, writing, 0) : ''
  const declared = writing.declared.length === 0 ? '' : `(${writing.declared.join(', ')})`
  const name = oneIn(draw, 3) ? 'Named' : ''
  return { query: `${isMutation ? 'mutation' : 'query'} ${name}${declared} ${selection} ${writing.fragments.join(' ')}`, variables: writing.variables }
})

function selectionOf(type: GraphQLObjectType, writing: Writing, depth: number): string {
  const { draw } = writing
  const fields = Object.values(type.getFields())
  // What generates is drawn more often than the rest: it is what can go wrong for money.
  if (type === schema.getMutationType()) fields.push(...fields.slice(0, 1), ...fields.slice(0, 1), ...fields.slice(0, 1), ...fields.slice(0, 1))
  const count = draw(fc.integer, { min: 1, max: depth === 0 ? 3 : 5 })
  const parts = Array.from({ length: count }, () => partOf(type, pick(draw, fields), writing, depth))
  if (oneIn(draw, 15)) parts.push('__typename')
  if (writing.isWild && oneIn(draw, 60)) parts.push('nothingOfTheKind')
  if (['id', 'creditCost'].every((name) => name in type.getFields())) parts.push('earnedId: id earnedCost: creditCost')
  return `{ ${parts.join(' ')} }`
}

function partOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, writing: Writing, depth: number): string {
  const { draw } = writing
  const text = fieldOf(type.name, field, writing, depth)
  if (oneIn(draw, 12)) return `... on ${type.name} ${directive(writing)} { ${text} }`
  if (oneIn(draw, 12)) {
    const name = `f${writing.fragments.length}`
    writing.fragments.push(`fragment ${name} on ${type.name} { ${text} }`)
    return oneIn(draw, 3) ? `...${name} ...${name}` : `...${name}`
  }
  return text
}

let aliases = 0

function fieldOf(parent: string, field: GraphQLField<unknown, unknown>, writing: Writing, depth: number): string {
  const { draw } = writing
  const type = getNamedType(field.type)
  // The same field twice with other arguments cannot be merged: most get a name of their own.
  const alias = field.args.length > 0 && !(writing.isWild && oneIn(draw, 4)) ? `a${(aliases += 1)}: ` : ''
  const given = field.args.filter((argument) => isNonNullType(argument.type) || oneIn(draw, 2)).filter(() => !(writing.isWild && oneIn(draw, 40)))
  const list = given.map((argument) => `${argument.name}: ${valueOf(argument.type, writing)}`).join(', ')
  const selection = isObjectType(type) && !(oneIn(draw, 6) && (writing.isWild || parent === 'Generation') && ['error', 'metadata'].includes(field.name)) ? selectionOf(type, writing, depth + 1) : ''
  return `${alias}${field.name}${list && `(${list})`} ${GENERATING_FIELDS.has(field.name) ? '' : directive(writing)} ${selection}`
}

function directive(writing: Writing): string {
  const { draw } = writing
  if (!oneIn(draw, 12)) return ''
  return `@${pick(draw, ['skip', 'include'])}(if: ${pick(draw, writing.isWild ? ['true', 'false', '1', '$nobody'] : ['true', 'false'])})`
}

/** As a variable, mostly of the argument's own type, or as a literal. */
function valueOf(type: GraphQLInputType, writing: Writing): string {
  const { draw } = writing
  const value = String(type) === 'GenerateInput!' && !oneIn(draw, writing.isWild ? 2 : 4) ? pick(draw, GOOD_INPUTS) : inputOf(type, writing)
  if (oneIn(draw, 3)) return literalOf(value, type)
  const variable = `v${writing.declared.length}`
  writing.variables[variable] = value
  writing.declared.push(`$${variable}: ${writing.isWild && oneIn(draw, 30) ? 'Int' : String(type)}`)
  return `$${variable}`
}

function inputOf(type: GraphQLInputType, writing: Writing): unknown {
  const { draw, isWild } = writing
  if (isWild && oneIn(draw, 25)) return draw(ofJson)
  if (isNonNullType(type)) return inputOf(type.ofType, writing)
  if (oneIn(draw, 15)) return null
  if (isListType(type)) return Array.from({ length: draw(fc.nat, { max: 3 }) }, () => inputOf(type.ofType, writing))
  if (isEnumType(type)) return pick(draw, type.getValues()).name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || oneIn(draw, 4))
    return Object.fromEntries(fields.map((field) => [field.name, namedInput(field.name, field.type, writing)]))
  }
  if (type.name === 'Int') return isWild && oneIn(draw, 3) ? draw(ofNumber) : draw(fc.integer, { min: -2, max: 120 })
  if (type.name === 'Float') return draw(ofNumber)
  if (type.name === 'Boolean') return oneIn(draw, 2)
  if (type.name === 'JSON') return isWild ? draw(ofJson) : pick(draw, GOOD_OPTIONS)
  if (type.name === 'DateTime' && !isWild) return '2026-11-22T09:30:00.000Z'
  return draw(isWild ? ofText : ofSoundText)
}

function namedInput(name: string, type: GraphQLInputType, writing: Writing): unknown {
  const { draw } = writing
  if (name === 'model' && oneIn(draw, 2)) return pick(draw, models).id
  if (name === 'provider' && oneIn(draw, 2)) return pick(draw, models).provider
  if (name === 'prompt' || name === 'text') return oneIn(draw, 2) ? 'A river' : draw(writing.isWild ? ofText : ofSoundText)
  return inputOf(type, writing)
}

/** As GraphQL writes it; what is no enum's name stays a string. */
function literalOf(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(value, type.ofType)
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string' && isEnumType(type) && /^\w+$/.test(value)) return value
  if (Array.isArray(value)) return `[${value.map((item) => literalOf(item, isListType(type) ? type.ofType : type)).join(', ')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  const fields = isInputObjectType(type) ? type.getFields() : {}
  const written = Object.entries(value).filter(([name]) => /^\w+$/.test(name))
  return `{ ${written.map(([name, item]) => `${name}: ${literalOf(item, fields[name]?.type ?? type)}`).join(', ')} }`
}
