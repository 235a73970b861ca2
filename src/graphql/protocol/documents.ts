// Documents, parsed, held to the limits, brought to their canonical shape and validated once, then kept: parsing and
// validating costs two to four times what executing from here does. Only valid ones are kept, so that nobody can push
// them out with rubbish.
import { GraphQLError, parse, validate } from 'graphql'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import { toCanonical } from './dialect.ts'
import { REQUEST_LIMITS, guardDocument, overLimit } from './guards.ts'

const MOST_KEPT = 300
/** Parsed, a document is about 70 bytes for each of its characters. */
const MOST_CHARACTERS = 200_000
const LONGEST_KEPT = 10_000

export interface Documents {
  /** @throws GraphQLError for what is no GraphQL, ApiError INVALID_INPUT for what is over a limit */
  readonly parse: (source: string) => DocumentNode
  readonly validate: (document: DocumentNode) => readonly GraphQLError[]
  /** Of the sources whose documents are kept. */
  readonly characters: () => number
}

export function createDocuments(schema: GraphQLSchema): Documents {
  const kept = new LRUCache<string, DocumentNode>({ max: MOST_KEPT, maxSize: MOST_CHARACTERS, sizeCalculation: (_document, source) => source.length })
  const valid = new WeakSet<DocumentNode>()
  const sources = new WeakMap<DocumentNode, string>()
  return {
    parse: (source) => {
      const known = kept.get(source)
      if (known) return known
      const written = parseWithin(source)
      guardDocument(written)
      const document = toCanonical(schema, written)
      sources.set(document, source)
      return document
    },
    validate: (document) => {
      if (valid.has(document)) return []
      const errors = validate(schema, document, undefined, { hideSuggestions: true })
      const source = sources.get(document)
      if (errors.length > 0 || source === undefined) return errors
      valid.add(document)
      if (source.length <= LONGEST_KEPT) kept.set(source, document)
      return []
    },
    characters: () => kept.calculatedSize,
  }
}

function parseWithin(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: REQUEST_LIMITS.tokens.most })
  } catch (error) {
    // GraphQL tells this apart from a mistake in the syntax by its sentence alone.
    if (error instanceof GraphQLError && error.message.includes(`more than ${REQUEST_LIMITS.tokens.most} tokens`)) throw overLimit('tokens')
    throw error
  }
}
