// How islands ask `/graphql`: by the session's cookie, in the page's language, in the mode that was chosen. The one place of the
// portal that knows the network.

/** A document with what it is given and what it answers. test/portal/operations.test.ts holds every one to the schema. */
export type Operation<Data, Variables = Record<string, never>> = string & { readonly data?: Data; readonly variables?: Variables }

export const operation = <Data, Variables = Record<string, never>>(document: string): Operation<Data, Variables> => document

export interface AskOptions<Variables> {
  readonly variables?: Variables
  readonly signal?: AbortSignal
  /** Other than what was chosen on this device. */
  readonly mode?: Mode
  readonly idempotencyKey?: string
}

export const MODES = ['test', 'live'] as const
export type Mode = (typeof MODES)[number]

/** What was refused, in the page's language; `field` is the input that it is about. */
export class AskError extends Error {
  readonly code: string
  readonly field: string | undefined
  readonly allowed: readonly string[]
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, { code = 'INTERNAL', field, allowed = [], requestId, retryAfterSeconds }: Partial<Omit<AskError, 'message'>> = {}) {
    super(message)
    this.code = code
    this.field = field
    this.allowed = allowed
    this.requestId = requestId
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** No answer came: what was typed stays, and the same can be asked again. */
export class Offline extends Error {}

interface Answer<Data> {
  readonly data?: Data | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: Partial<Omit<AskError, 'message'>> }[]
}

const MODE_KEY = 'mode'

/** Newcomers spend nothing before they say so. */
export const chosenMode = (): Mode => (localStorage.getItem(MODE_KEY) === 'live' ? 'live' : 'test')
export const chooseMode = (mode: Mode): void => localStorage.setItem(MODE_KEY, mode)

/** @throws AskError what the service refused @throws Offline */
export async function ask<Data, Variables>(document: Operation<Data, Variables>, { variables, signal, mode = chosenMode(), idempotencyKey }: AskOptions<Variables> = {}): Promise<Data> {
  const headers = {
    'content-type': 'application/json',
    'accept': 'application/json',
    'accept-language': window.document.documentElement.lang,
    ...(mode === 'test' && { 'doitong-mode': 'test' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  }
  const response = await reach('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: document, variables }), ...(signal && { signal }) })
  const { data, errors } = (await response.json()) as Answer<Data>
  const [error] = errors ?? []
  if (error?.extensions?.code === 'UNAUTHENTICATED') signIn()
  if (error || data === undefined || data === null) {
    const seconds = response.headers.get('retry-after')
    throw new AskError(error?.message ?? response.statusText, { ...error?.extensions, ...(seconds !== null && { retryAfterSeconds: Number(seconds) }) })
  }
  return data
}

/** Anything else of ours: `/status.json`, a file that is sent. */
export async function reach(path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new Offline()
  }
}

/** Back to this very place afterwards. */
export function signIn(): void {
  location.assign(`/auth/sign-in?return_to=${encodeURIComponent(location.pathname + location.search + location.hash)}`)
}
