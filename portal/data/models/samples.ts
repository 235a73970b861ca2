// The request for what a reader has chosen, in five languages. test/portal/models.test.ts holds each to the schema.
import type { OptionValue } from '../../../src/domain/model.ts'
import type { Language as CodeLanguage } from '../../ui/tokenize.ts'
import type { Row } from './view.ts'

export interface Sample {
  readonly name: string
  readonly in: CodeLanguage
  readonly code: string
}

export interface Wish {
  readonly row: Pick<Row, 'id' | 'provider' | 'type' | 'inputs' | 'needsOneOf'>
  readonly options: Readonly<Record<string, OptionValue>>
  readonly text: string
  readonly strict?: boolean
  readonly maxCredits?: number
}

const FILES: Readonly<Record<string, unknown>> = {
  image: 'https://example.com/portrait.jpg',
  lastImage: 'https://example.com/last.jpg',
  images: ['https://example.com/one.jpg'],
  audio: 'https://example.com/speech.mp3',
  video: 'https://example.com/clip.mp4',
  voice: 'voice_0b5c7d2e-1f3a-4b6c-8d9e-0a1b2c3d4e5f',
}

/** As GenerateInput takes it. */
export function inputOf({ row, options, text, strict = false, maxCredits }: Wish): Readonly<Record<string, unknown>> {
  const needed = Object.entries(row.inputs).flatMap(([name, rule]) => (rule?.required ? [name] : []))
  const chosen = (row.needsOneOf ?? []).flatMap((group) => (group.some((name) => needed.includes(name)) ? [] : group.slice(0, 1)))
  const names = [...new Set([...('text' in row.inputs ? ['text'] : []), ...needed, ...chosen])].filter((name) => name !== 'negativeText')
  const content = Object.fromEntries(names.map((name) => [name, name === 'text' ? text : FILES[name]]))
  return {
    type: row.type,
    model: row.id,
    input: content,
    ...(Object.keys(options).length > 0 && { options }),
    ...(strict && { strict }),
    ...(maxCredits !== undefined && { maxCredits }),
  }
}

const ENDPOINT = 'https://api.doitong.com/graphql'
const DOCUMENT = 'mutation Generate($input: GenerateInput!) { generate(input: $input) { id status creditCost pollAfterMs } }'

export const samplesOf = (wish: Wish): readonly Sample[] => samplesFor(inputOf(wish))

/** @param input as GenerateInput takes it */
export function samplesFor(input: Readonly<Record<string, unknown>>): readonly Sample[] {
  return [
    { name: 'curl', in: 'sh', code: curl(input) },
    { name: 'JavaScript', in: 'js', code: javascript(input) },
    { name: 'Python', in: 'py', code: python(input) },
    { name: 'GraphQL', in: 'graphql', code: graphql(input) },
    { name: 'Apollo', in: 'js', code: apollo(input) },
  ]
}

function curl(input: unknown): string {
  const body = JSON.stringify({ query: DOCUMENT, variables: { input } }, null, 2).replaceAll("'", String.raw`'\''`)
  return `curl -sS -X POST ${ENDPOINT} \\
  -H "Authorization: Bearer YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: order-1001" \\
  -d '${indented(body, 2)}'
`
}

function javascript(input: unknown): string {
  return `const response = await fetch('${ENDPOINT}', {
  method: 'POST',
  headers: {
    'Authorization': 'Bearer YOUR_API_KEY',
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  },
  body: JSON.stringify({
    query: '${DOCUMENT}',
    variables: { input: ${indented(literal(input), 4)} },
  }),
})
const { data, errors } = await response.json()
if (errors) throw new Error(errors[0].message)
console.log(data.generate)
`
}

function python(input: unknown): string {
  return `import uuid
import requests

answer = requests.post(
    "${ENDPOINT}",
    headers={"Authorization": "Bearer YOUR_API_KEY", "Idempotency-Key": str(uuid.uuid4())},
    json={
        "query": "${DOCUMENT}",
        "variables": {"input": ${indented(pythonic(input), 8)}},
    },
    timeout=60,
).json()
if "errors" in answer:
    raise RuntimeError(answer["errors"][0]["message"])
print(answer["data"]["generate"])
`
}

function graphql(input: unknown): string {
  return `${DOCUMENT.replace(' { generate', ' {\n  generate').replace(' { id', ' {\n    id').replace(' } }', '\n  }\n}')}

# Variables:
${JSON.stringify({ input }, null, 2).replaceAll(/^/gm, '# ')}
`
}

function apollo(input: unknown): string {
  return `import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client'

const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new HttpLink({ uri: '${ENDPOINT}', headers: { authorization: 'Bearer YOUR_API_KEY' } }),
})

const GENERATE = gql\`
  ${DOCUMENT}
\`
const { data } = await client.mutate({ mutation: GENERATE, variables: { input: ${indented(literal(input), 0)} } })
console.log(data.generate)
`
}

const indented = (text: string, spaces: number): string => text.replaceAll('\n', `\n${' '.repeat(spaces)}`)

/** JSON as JavaScript is written: names without quotes, texts in single ones. */
function literal(value: unknown, depth = 0): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`).replaceAll('\n', String.raw`\n`)}'`
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, depth)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const pad = '  '.repeat(depth + 1)
  return `{\n${Object.entries(value).map(([name, one]) => `${pad}${/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`}: ${literal(one, depth + 1)},`).join('\n')}\n${'  '.repeat(depth)}}`
}

function pythonic(value: unknown, depth = 0): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map((one) => pythonic(one, depth)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const pad = '    '.repeat(depth + 1)
  return `{\n${Object.entries(value).map(([name, one]) => `${pad}"${name}": ${pythonic(one, depth + 1)},`).join('\n')}\n${'    '.repeat(depth)}}`
}
