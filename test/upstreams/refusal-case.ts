// What a case of a refusal is (refusal-cases.ts), and the rows that many of them share.
import type { Json, UpstreamRef } from '../../src/domain/upstream.ts'
import type { Refusal, Submission } from '../../src/upstreams/contract.ts'

/**
 * `caller`: what somebody gave. `crowd`: how many asked at once. `us`: our key, our balance, a model of ours that is gone. `company`: itself.
 * `nobody`: not known; it must do no harm.
 */
export type Doer = 'caller' | 'crowd' | 'us' | 'company' | 'nobody'

export interface RefusalCase {
  /** Its own word for it: a code of the adapter's table, or of its documentation. */
  readonly code: string
  readonly status: number
  /** JSON; a text is a page. */
  readonly body: Json
  readonly refusal: Refusal
  readonly by: Doer
  /** A look at accepted work instead of a submission. */
  readonly look?: true
  /** A crowd fills up what is our account's: an operator is told, and nobody is blamed. */
  readonly alarm?: true
  /** The submission's input, where it is not the usual. */
  readonly input?: Submission['input']
}

export interface Refusing {
  readonly submission: Submission
  readonly ref?: UpstreamRef
  /** What the requests before the decisive one are answered. */
  readonly before?: (url: string) => Json | undefined
  readonly cases: readonly RefusalCase[]
}

export type Row = readonly [code: string, status: number, refusal: Refusal, by: Doer]

export const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
export const WAV = `data:audio/wav;base64,${btoa('RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0')}`
export const wish = (type: Submission['type'], model: string, input: Submission['input'], options: Submission['options'] = {}): Submission => ({
  externalId: 'gen_1-1', model, type, input, options,
})
export const rows = (list: readonly Row[], body: (code: string, status: number) => Json, more: Partial<RefusalCase> = {}): readonly RefusalCase[] =>
  list.map(([code, status, refusal, by]) => ({ code, status, refusal, by, body: body(code, status), ...more }))

export const google = (status: string, message: string) => ({ error: { status, message } })
export const GOOGLE: readonly RefusalCase[] = [
  { code: 'API_KEY_INVALID', status: 400, refusal: 'UNAVAILABLE', by: 'us', body: { error: { status: 'INVALID_ARGUMENT', message: 'API key not valid', details: [{ reason: 'API_KEY_INVALID' }] } } },
  { code: 'FAILED_PRECONDITION of billing', status: 400, refusal: 'UNAVAILABLE', by: 'us', body: google('FAILED_PRECONDITION', 'Please enable billing on your project') },
  { code: 'FAILED_PRECONDITION of nobody knows what', status: 400, refusal: 'UNAVAILABLE', by: 'nobody', body: google('FAILED_PRECONDITION', 'The request was not understood') },
  { code: 'PERMISSION_DENIED', status: 403, refusal: 'UNAVAILABLE', by: 'us', body: google('PERMISSION_DENIED', 'denied') },
  { code: 'NOT_FOUND', status: 404, refusal: 'UNAVAILABLE', by: 'us', body: google('NOT_FOUND', 'models/x is not found') },
  { code: 'RESOURCE_EXHAUSTED', status: 429, refusal: 'BUSY', by: 'crowd', body: google('RESOURCE_EXHAUSTED', 'Quota exceeded') },
  { code: 'safety', status: 400, refusal: 'MODERATED', by: 'caller', body: google('INVALID_ARGUMENT', 'violates our usage guidelines') },
  { code: 'INVALID_ARGUMENT', status: 400, refusal: 'INVALID_INPUT', by: 'caller', body: google('INVALID_ARGUMENT', 'the prompt is too long') },
  { code: 'an image it cannot read', status: 400, refusal: 'INPUT_MEDIA', by: 'caller', body: google('INVALID_ARGUMENT', 'Unable to process input image') },
  { code: 'UNAVAILABLE', status: 503, refusal: 'UNAVAILABLE', by: 'company', body: google('UNAVAILABLE', 'The model is overloaded') },
]
