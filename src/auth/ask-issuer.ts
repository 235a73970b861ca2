// The one way in which an issuer is asked: over https, without redirects, within a time and a size.
import { ApiError } from '../domain/errors.ts'
import { upstreamHttp } from '../upstreams/http.ts'
import type { HttpAnswer } from '../upstreams/http.ts'
import type { WithClock, WithLog, WithPublicFetch } from '../domain/effects.ts'

interface Question {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent by POST. */
  readonly form?: URLSearchParams
}

const TIMEOUT_SECONDS = 10
const MAX_ANSWER_BYTES = 256 * 1024

/** One sentence for the person, whose code says more to a developer, and the log all. */
export const incomplete = (code: 'INVALID_INPUT' | 'FORBIDDEN' | 'UNAUTHENTICATED' | 'PROVIDER_UNAVAILABLE'): ApiError =>
  new ApiError(code, { sentence: { en: 'Your sign-in could not be completed. Try again.', hi: 'आपका साइन-इन पूरा नहीं हो सका। दोबारा कोशिश करें।' } })

/** @returns a success, or the 400 that says what is wrong with a form @throws ApiError PROVIDER_UNAVAILABLE for all else */
export async function askIssuer({ fetchPublic, now, log }: WithClock & WithLog & WithPublicFetch, { url, form, ...more }: Question): Promise<HttpAnswer> {
  const http = upstreamHttp({ baseUrl: url, authorize: async () => ({}) }, fetchPublic, now)
  const outcome = await http.request({
    ...more,
    method: form ? 'POST' : 'GET',
    url,
    ...(form && { form }),
    timeoutSeconds: TIMEOUT_SECONDS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  })
  if (outcome.kind === 'ANSWER' && (outcome.status === 200 || (form && outcome.status === 400))) return outcome
  log('issuer unavailable', { url, detail: outcome.kind === 'ANSWER' ? outcome.status : outcome.detail })
  throw incomplete('PROVIDER_UNAVAILABLE')
}
