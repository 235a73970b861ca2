// What makes two requests the same request: SHA-256 over the canonical JSON (RFC 8785) of what decides the result. The
// webhook's address and the tags do not. A fingerprint names the version of its rules, so that a request that is repeated
// after a deploy is held against the first one by the rules of then.
import canonicalize from 'canonicalize'
import { sha256Hex } from '../domain/digest.ts'
import { hrefOf } from '../routing/read-media.ts'
import type { GenerationRequest } from '../routing/serve.ts'

/** What an idempotency key stands for, by the rules of any version. */
export interface Identity {
  /** @returns 64 hex digits; undefined where that version could not tell */
  readonly by: (version: Version) => Promise<string | undefined>
}

const VERSIONS = [1, 2, 3] as const
type Version = (typeof VERSIONS)[number]
const CURRENT: Version = 3

export const requestIdentity = (request: GenerationRequest): Identity => ({ by: (version) => hashOf(MEANINGS[version](request)) })

/** Of an operation with several generating fields, in their order. Before version 2 each field stood for itself. */
export const operationIdentity = (fields: readonly { readonly path: string; readonly request: GenerationRequest }[]): Identity => ({
  by: async (version) => {
    if (version === 1) return undefined
    const hashes: (readonly [string, string])[] = []
    // One after the other: each may hold a megabyte.
    for (const { path, request } of fields) hashes.push([path, await hashOf(MEANINGS[version](request))])
    return hashOf(hashes)
  },
})

/** As it is stored: the version, and 64 hex digits. */
export async function fingerprintOf(identity: Identity): Promise<string> {
  return `${CURRENT}:${await identity.by(CURRENT)}`
}

/** As the first version stored it. */
export const firstFingerprintOf = (request: GenerationRequest): Promise<string> => hashOf(MEANINGS[1](request))

/** Whether a stored fingerprint is of this; one without a version is of the first. */
export async function isFingerprintOf(stored: string, identity: Identity): Promise<boolean> {
  const [first = '', rest] = stored.split(':')
  const version = rest === undefined ? 1 : VERSIONS.find((known) => String(known) === first)
  return version !== undefined && (rest ?? first) === (await identity.by(version))
}

const MEANINGS: Readonly<Record<Version, (request: GenerationRequest) => unknown>> = {
  1: ({ type, provider, model, input, options, priority, strict }) => ({ type, provider: provider ?? null, model: model ?? null, input, options, priority, strict }),
  // What means the same is the same: a name in other letters, and what is empty.
  2: (request) => meaningOf(request, (value) => value),
  // So is an address in another spelling.
  3: (request) => meaningOf(request, addressed),
}

function meaningOf({ type, provider, model, input, options, priority, strict }: GenerationRequest, read: (value: unknown) => unknown): unknown {
  return {
    type,
    provider: provider?.toLowerCase() ?? null,
    model: model?.toLowerCase() ?? null,
    input: withoutEmpty(input, read),
    options: withoutEmpty({ ...options, ...(typeof options['model'] === 'string' && { model: options['model'].toLowerCase() }) }, read),
    priority,
    strict,
  }
}

function addressed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(addressed)
  return typeof value === 'string' && /^\s*https:/i.test(value.slice(0, LONGEST_ADDRESS)) ? hrefOf(value) : value
}

const LONGEST_ADDRESS = 2048

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const withoutEmpty = (values: object, read: (value: unknown) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)).map(([name, value]) => [name, read(value)]))

const hashOf = (meaning: unknown): Promise<string> => sha256Hex(canonicalize(meaning) ?? '')
