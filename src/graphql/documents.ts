// Documents, parsed, brought to their canonical shape and validated once, then kept: parsing and validating costs
// two to four times what executing from here does. Only valid ones are kept, so that nobody can push them out with rubbish.
import { parse, validate } from 'graphql'
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql'
import { toCanonical } from './dialect.ts'

/** Refused unread beyond this. The longest published operation has under 100. */
const MOST_TOKENS = 3000
const MOST_KEPT = 300
const LONGEST_KEPT = 10_000

export interface Documents {
  /** @throws GraphQLError for what is no GraphQL */
  readonly parse: (source: string) => DocumentNode
  readonly validate: (document: DocumentNode) => readonly GraphQLError[]
}

export function createDocuments(schema: GraphQLSchema): Documents {
  const kept = new Map<string, DocumentNode>()
  const valid = new WeakSet<DocumentNode>()
  const sources = new WeakMap<DocumentNode, string>()
  return {
    parse: (source) => {
      const known = kept.get(source)
      if (known) {
        kept.delete(source)
        kept.set(source, known)
        return known
      }
      const document = toCanonical(schema, parse(source, { maxTokens: MOST_TOKENS }))
      sources.set(document, source)
      return document
    },
    validate: (document) => {
      if (valid.has(document)) return []
      const errors = validate(schema, document)
      const source = sources.get(document)
      if (errors.length > 0 || source === undefined) return errors
      valid.add(document)
      if (source.length <= LONGEST_KEPT) kept.set(source, document)
      const oldest = kept.keys().next()
      if (kept.size > MOST_KEPT && !oldest.done) kept.delete(oldest.value)
      return []
    },
  }
}
