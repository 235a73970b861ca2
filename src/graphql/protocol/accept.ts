// Which of GraphQL's two media types a caller wants, by the q-values of Accept, which graphql-http does not weigh.
import { parseAccept } from 'hono/utils/accept'

const TYPES = ['application/graphql-response+json', 'application/json'] as const

export interface AcceptedType {
  /** For graphql-http: one of the two, or a type it refuses with 406. */
  readonly type: string
  /** `application/json` was asked for by name. */
  readonly isPlainJson: boolean
}

export function acceptedType(header: string | null): AcceptedType {
  if (header === null || header.trim() === '') return { type: 'application/json', isPlainJson: false }
  for (const { type, params, q } of parseAccept(header).toSorted((a, b) => b.q - a.q)) {
    const charset = (params['charset'] ?? 'utf-8').toLowerCase()
    if (q <= 0 || !['utf-8', 'utf8'].includes(charset)) continue
    const named = TYPES.find((known) => known === type.toLowerCase())
    if (named) return { type: named, isPlainJson: named === 'application/json' }
    if (type === '*/*' || type.toLowerCase() === 'application/*') return { type: 'application/json', isPlainJson: false }
  }
  return { type: 'text/html', isPlainJson: false }
}
