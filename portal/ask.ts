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
  /** Who is not signed in is told so by the AskError, and led nowhere. */
  readonly isQuiet?: boolean
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
export async function ask<Data, Variables>(document: Operation<Data, Variables>, options: AskOptions<Variables> = {}): Promise<Data> {
  const response = await post('application/json', document, options)
  const { data, errors } = (await response.json()) as Answer<Data>
  const [error] = errors ?? []
  if (error?.extensions?.code === 'UNAUTHENTICATED' && options.isQuiet !== true) signIn()
  if (error || data === undefined || data === null) {
    const seconds = response.headers.get('retry-after')
    throw new AskError(error?.message ?? response.statusText, { ...error?.extensions, ...(seconds !== null && { retryAfterSeconds: Number(seconds) }) })
  }
  return data
}

/** A subscription: what it tells, one after the other, until it ends. @throws AskError @throws Offline */
export async function* follow<Data, Variables>(document: Operation<Data, Variables>, options: AskOptions<Variables> = {}): AsyncGenerator<Data> {
  const response = await post('text/event-stream', document, options)
  if (!response.body) throw new Offline()
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Offline()
    })
    if (done) return
    text += value
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const lines = event.split('\n')
      if (!lines.includes('event: next')) continue
      const { data, errors } = JSON.parse(lines.find((line) => line.startsWith('data: '))?.slice(6) ?? '{}') as Answer<Data>
      if (!data) throw new AskError(errors?.[0]?.message ?? '', errors?.[0]?.extensions)
      yield data
    }
  }
}

function post<Variables>(accept: string, document: string, { variables, signal, mode = chosenMode(), idempotencyKey }: AskOptions<Variables>): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    accept,
    'accept-language': window.document.documentElement.lang,
    ...(mode === 'test' && { 'doitong-mode': 'test' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  }
  return reach('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: document, variables }), ...(signal && { signal }) })
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
export const signInAddress = (): string => `/auth/sign-in?return_to=${encodeURIComponent(location.pathname + location.search + location.hash)}`
export const signIn = (): void => location.assign(signInAddress())

/** Set and taken back beside the session's own cookie: src/auth/sessions.ts. */
const SIGNED_IN_COOKIE = '__Host-doitong_signed_in'

/** Whether there may be a session: who has none need not be asked for. */
export const mayBeSignedIn = (): boolean => document.cookie.split('; ').includes(`${SIGNED_IN_COOKIE}=1`)
/** The session was ended elsewhere: the header, which leads with who is known, need not wait for the next page. */
export function forgetSession(): void {
  document.cookie = `${SIGNED_IN_COOKIE}=; Path=/; Max-Age=0; Secure; SameSite=Lax`
  document.documentElement.toggleAttribute('data-person', false)
}
