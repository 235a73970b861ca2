// The parameters of a GraphQL request, from the body of a POST or the query string of a GET, judged before they are
// used. Of a name that JSON gives twice the last wins, as RFC 8259 leaves it and every parser here does.
import * as v from 'valibot'
import { ApiError, invalidInput } from '../../domain/errors.ts'
import type { Sentence } from '../../domain/errors.ts'
import { REQUEST_LIMITS, guard, guardJson } from './guards.ts'

const ObjectSchema = v.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
const ParamsSchema = v.object({
  query: v.nullish(v.string()),
  operationName: v.nullish(v.string()),
  variables: v.nullish(ObjectSchema),
  extensions: v.nullish(ObjectSchema),
})
export type RequestParams = v.InferOutput<typeof ParamsSchema>

const UTF8_BYTES_PER_UNIT = 3

/** @throws ApiError INVALID_INPUT */
export function readParams(request: { readonly method: string; readonly url: string; readonly body: string }): RequestParams {
  const given = request.method === 'GET' ? readUrl(new URL(request.url).searchParams) : readBody(request.body)
  guardJson(given, '')
  const { issues, output } = v.safeParse(ParamsSchema, given)
  if (issues) {
    const field = v.getDotPath(issues[0]) ?? 'query'
    throw invalidInput(field, { en: `The parameter ${field} is not of the right type.`, hi: `parameter ${field} सही प्रकार का नहीं है।` })
  }
  const sentLength = Math.max(request.body.length, request.url.length)
  if (output.variables && sentLength * UTF8_BYTES_PER_UNIT > REQUEST_LIMITS.variableBytes.most) {
    guard('variableBytes', new TextEncoder().encode(JSON.stringify(output.variables)).byteLength)
  }
  // Many clients have a field for it that is never empty.
  return { ...output, operationName: output.operationName || null }
}

function readBody(body: string): Record<string, unknown> {
  const value = parseJson(body, { en: 'The body is not JSON.', hi: 'Body सही JSON नहीं है।' })
  if (Array.isArray(value)) {
    throw new ApiError('INVALID_INPUT', { sentence: { en: 'Batches are not taken: send one operation in each request.', hi: 'Batch नहीं लिया जाता: हर रिक्वेस्ट में एक ही operation भेजें।' } })
  }
  if (v.is(ObjectSchema, value)) return value
  throw new ApiError('INVALID_INPUT', { sentence: { en: 'The body is not a JSON object.', hi: 'Body JSON object नहीं है।' } })
}

/** An empty `variables` or `extensions` counts as absent. */
function readUrl(search: URLSearchParams): Record<string, unknown> {
  const json = (name: string): unknown => {
    const text = search.get(name)
    return text ? parseJson(text, { en: `The parameter ${name} is not JSON.`, hi: `parameter ${name} सही JSON नहीं है।` }, name) : null
  }
  return { query: search.get('query') || null, operationName: search.get('operationName'), variables: json('variables'), extensions: json('extensions') }
}

function parseJson(text: string, sentence: Sentence, field?: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('INVALID_INPUT', { sentence, ...(field !== undefined && { field }) })
  }
}
