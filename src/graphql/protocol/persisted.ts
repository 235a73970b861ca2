// Persisted documents by Apollo's protocol (APQ): a client sends the SHA-256 of its document instead of the document,
// and both together only when we do not know it. Kept in this isolate alone; it saves bytes and allows nothing more.
import { LRUCache } from 'lru-cache'
import * as v from 'valibot'
import { ApiError, invalidInput } from '../../domain/errors.ts'
import { sha256Hex } from '../../domain/digest.ts'
import type { RequestParams } from './request-params.ts'

const MOST_KEPT = 300
const MOST_CHARACTERS = 1_000_000
const LONGEST_KEPT = 10_000
const FIELD = 'extensions.persistedQuery'

const PersistedSchema = v.object({ version: v.literal(1), sha256Hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })

export interface FoundDocument {
  readonly query: string
  /** To be called once it has proved valid. */
  readonly keep: () => void
}

export type PersistedDocuments = (params: RequestParams) => Promise<FoundDocument>

/** @returns finds the document of a request; throws ApiError PERSISTED_QUERY_NOT_FOUND or INVALID_INPUT */
export function createPersistedDocuments(): PersistedDocuments {
  const sources = new LRUCache<string, string>({ max: MOST_KEPT, maxSize: MOST_CHARACTERS, sizeCalculation: (source) => source.length })
  return async ({ query, extensions }) => {
    const hash = readHash(extensions?.['persistedQuery'])
    if (hash === undefined) {
      if (typeof query === 'string') return { query, keep: () => undefined }
      throw invalidInput('query', { en: 'Send a GraphQL document as query.', hi: 'query में GraphQL document भेजें।' })
    }
    if (typeof query !== 'string') {
      const known = sources.get(hash)
      // The protocol's own word, which clients look for: not to be translated.
      if (known === undefined) throw new ApiError('PERSISTED_QUERY_NOT_FOUND', { sentence: { en: 'PersistedQueryNotFound', hi: 'PersistedQueryNotFound' } })
      return { query: known, keep: () => undefined }
    }
    if ((await sha256Hex(query)) !== hash) {
      throw invalidInput(`${FIELD}.sha256Hash`, { en: 'The hash is not the SHA-256 of the document.', hi: 'यह hash इस document का SHA-256 नहीं है।' })
    }
    return { query, keep: () => (query.length <= LONGEST_KEPT ? sources.set(hash, query) : undefined) }
  }
}

function readHash(persistedQuery: unknown): string | undefined {
  if (persistedQuery === undefined || persistedQuery === null) return undefined
  const { success, output } = v.safeParse(PersistedSchema, persistedQuery)
  if (success) return output.sha256Hash
  throw invalidInput(FIELD, { en: 'A persisted query has version 1 and a sha256Hash of 64 hex digits.', hi: 'persistedQuery में version 1 और 64 hex अंकों का sha256Hash दें।' })
}
