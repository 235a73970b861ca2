// Every word by which a company refuses, as it answers, and who can bring it about. refusals.test.ts plays them all, and holds
// that no code of an adapter's table is missing here: a new refusal joins by a line.
import type { CompanyUpstreamId, Json, Refusal, Submission, UpstreamRef } from '../../src/upstreams/contract.ts'

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

type Row = readonly [code: string, status: number, refusal: Refusal, by: Doer]

const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const WAV = `data:audio/wav;base64,${btoa('RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0')}`
const wish = (type: Submission['type'], model: string, input: Submission['input'], options: Submission['options'] = {}): Submission => ({
  externalId: 'gen_1-1', model, type, input, options,
})
const rows = (list: readonly Row[], body: (code: string, status: number) => Json, more: Partial<RefusalCase> = {}): readonly RefusalCase[] =>
  list.map(([code, status, refusal, by]) => ({ code, status, refusal, by, body: body(code, status), ...more }))

const google = (status: string, message: string) => ({ error: { status, message } })
const GOOGLE: readonly RefusalCase[] = [
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
const finished = (finishReason: string) => ({ candidates: [{ finishReason, content: { parts: [{ text: 'Here is an essay' }] } }] })
const operation = (code: number, message: string) => ({ name: 'models/veo/operations/1', done: true, error: { code, message } })

export const REFUSALS: Readonly<Record<CompanyUpstreamId, Refusing>> = {
  ark: {
    submission: wish('VIDEO', 'seedance', { text: 'A lake' }, { resolution: '720p', duration: 5 }),
    ref: { id: 'cgt-1' },
    cases: [
      ...rows([
        ['InputTextSensitiveContentDetected', 400, 'MODERATED', 'caller'],
        ['AccountOverdueError', 403, 'UNAVAILABLE', 'us'],
        ['QuotaExceeded', 429, 'UNAVAILABLE', 'us'],
        ['SetLimitExceeded', 429, 'UNAVAILABLE', 'us'],
        ['AuthenticationError', 401, 'UNAVAILABLE', 'us'],
        ['AccessDenied', 403, 'UNAVAILABLE', 'us'],
        ['ModelNotOpen', 404, 'UNAVAILABLE', 'us'],
        ['InvalidEndpointOrModel.NotFound', 404, 'UNAVAILABLE', 'us'],
        ['ModelAccountRpmRateLimitExceeded', 429, 'BUSY', 'crowd'],
        ['RequestBurstTooFast', 429, 'BUSY', 'crowd'],
        ['ServerOverloaded', 429, 'BUSY', 'crowd'],
        ['ModelLoadingError', 429, 'UNAVAILABLE', 'company'],
        ['InvalidImageURL.DownloadFailed', 400, 'INPUT_MEDIA', 'caller'],
        ['OversizeImage', 400, 'INPUT_MEDIA', 'caller'],
        ['InvalidParameter.ImageSize', 400, 'INPUT_MEDIA', 'caller'],
        ['MissingParameter', 400, 'INVALID_INPUT', 'caller'],
        ['InvalidParameter', 400, 'INVALID_INPUT', 'caller'],
        ['InternalServiceError', 500, 'UNAVAILABLE', 'company'],
      ], (code) => ({ error: { code, message: 'said so' } })),
      ...rows([
        ['OutputVideoSensitiveContentDetected', 200, 'MODERATED', 'caller'],
        ['InvalidImageURL.DownloadFailed', 200, 'INPUT_MEDIA', 'caller'],
        ['InternalServiceError', 200, 'FAILED', 'company'],
      ], (code) => ({ id: 'cgt-1', status: 'failed', error: { code, message: 'said so' } }), { look: true }),
    ],
  },
  dashscope: {
    submission: wish('VIDEO', 'wan2.2-t2v-plus', { text: 'A lake' }, { resolution: '480p', aspectRatio: '16:9' }),
    ref: { taskId: '1' },
    cases: [
      ...rows([
        ['DataInspectionFailed', 400, 'MODERATED', 'caller'],
        ['IPInfringementSuspect', 400, 'MODERATED', 'caller'],
        ['InvalidURL', 400, 'INPUT_MEDIA', 'caller'],
        ['InvalidFile.Format', 400, 'INPUT_MEDIA', 'caller'],
        ['InvalidImage.Resolution', 400, 'INPUT_MEDIA', 'caller'],
        ['InvalidParameter.DataInspection', 400, 'INPUT_MEDIA', 'caller'],
        ['Arrearage', 400, 'UNAVAILABLE', 'us'],
        ['AllocationQuota.FreeTierOnly', 403, 'UNAVAILABLE', 'us'],
        ['InvalidApiKey', 401, 'UNAVAILABLE', 'us'],
        ['ModelNotFound', 404, 'UNAVAILABLE', 'us'],
        ['InvalidModel', 400, 'UNAVAILABLE', 'us'],
        ['Model.AccessDenied', 403, 'UNAVAILABLE', 'us'],
        ['Throttling.RateQuota', 429, 'BUSY', 'crowd'],
        ['ModelUnavailable', 503, 'UNAVAILABLE', 'company'],
        ['InvalidParameter', 400, 'INVALID_INPUT', 'caller'],
        ['BadRequest.TooLarge', 400, 'INVALID_INPUT', 'caller'],
        ['InternalError', 500, 'UNAVAILABLE', 'company'],
      ], (code) => ({ code, message: 'said so', request_id: '1' })),
      ...rows([
        ['DataInspectionFailed', 200, 'MODERATED', 'caller'],
        ['InvalidParameter.DataInspection', 200, 'INPUT_MEDIA', 'caller'],
        ['InternalError.Algo', 200, 'FAILED', 'company'],
      ], (code) => ({ output: { task_id: '1', task_status: 'FAILED', code, message: 'said so' } }), { look: true }),
    ],
  },
  vidu: {
    submission: wish('VIDEO', 'viduq1', { text: 'A lake' }),
    ref: { taskId: '1' },
    cases: [
      ...rows([
        ...['BadRequest', 'FieldLacking', 'FieldUnwanted', 'FieldInvalid', 'FieldItemCountOutOfRange'].map((code): Row => [code, 400, 'INVALID_INPUT', 'caller']),
        ...[
          'ImageDownloadFailure', 'ImageFormatInvalid', 'VideoFormatInvalid', 'ImageSizeInvalid', 'ImageCheckBodyJointsFailed', 'ImageCheckFaceFailed',
          'ImageObjectsUndetected', 'FaceDetectFailure', 'FaceDetectNotPass', 'NoFaceDetected', 'MultiFaceDetected',
        ].map((code): Row => [code, 400, 'INPUT_MEDIA', 'caller']),
        ...['TaskPromptPolicyViolation', 'AuditSubmitIllegal', 'CreationPolicyViolation', 'PhotoAuditNotPass', 'AuditFailed'].map((code): Row => [code, 400, 'MODERATED', 'caller']),
        ['CreditInsufficient', 400, 'UNAVAILABLE', 'us'],
        ['ModelUnavailable', 400, 'UNAVAILABLE', 'us'],
        ['Unauthorized', 401, 'UNAVAILABLE', 'us'],
        ['Forbidden', 403, 'UNAVAILABLE', 'us'],
        ['NotFound', 404, 'UNAVAILABLE', 'us'],
        ...['OperationInProcess', 'QuotaExceeded', 'TooManyRequests', 'SystemThrottling'].map((code): Row => [code, 429, 'BUSY', 'crowd']),
        ['InternalServiceFailure', 500, 'UNAVAILABLE', 'company'],
      ], (reason, code) => ({ code, reason, message: 'said so' })),
      ...rows([
        ['AuditFailed', 200, 'MODERATED', 'caller'],
        ['ImageDownloadFailure', 200, 'INPUT_MEDIA', 'caller'],
        ['InternalServiceFailure', 200, 'FAILED', 'company'],
        ['CreditInsufficient', 200, 'UNAVAILABLE', 'us'],
      ], (code) => ({ state: 'failed', err_code: code, creations: [] }), { look: true }),
    ],
  },
  kling: {
    submission: wish('VIDEO', 'kling-v2-1', { text: 'A lake' }, { duration: 5, aspectRatio: '16:9', mode: 'std' }),
    ref: { family: 'text2video', taskId: '1' },
    cases: [
      ...rows([
        ...['1000', '1001', '1002', '1003', '1004'].map((code): Row => [code, 401, 'UNAVAILABLE', 'us']),
        ...['1100', '1101', '1102', '1304'].map((code): Row => [code, 429, 'UNAVAILABLE', 'us']),
        ['1103', 403, 'UNAVAILABLE', 'us'],
        ['1200', 400, 'INVALID_INPUT', 'caller'],
        ['1201', 400, 'INVALID_INPUT', 'caller'],
        ['1202', 404, 'UNAVAILABLE', 'us'],
        ['1203', 404, 'UNAVAILABLE', 'us'],
        ['1300', 400, 'MODERATED', 'caller'],
        ['1301', 400, 'MODERATED', 'caller'],
        ['1302', 429, 'BUSY', 'crowd'],
        ['1303', 429, 'BUSY', 'crowd'],
        ['5000', 500, 'UNAVAILABLE', 'company'],
        ['5001', 503, 'UNAVAILABLE', 'company'],
      ], (code) => ({ code: Number(code), message: 'said so' })),
      { code: '1201 of an image', status: 400, refusal: 'INPUT_MEDIA', by: 'caller', body: { code: 1201, message: 'Image pixel is invalid' } },
      ...rows([
        ['Failure to pass the risk control system', 200, 'MODERATED', 'caller'],
        ['The resolution or aspect ratio of the input image is invalid', 200, 'INPUT_MEDIA', 'caller'],
        ['Something of its own', 200, 'FAILED', 'company'],
      ], (message) => ({ code: 0, data: { task_id: '1', task_status: 'failed', task_status_msg: message } }), { look: true }),
    ],
  },
  runway: {
    submission: wish('VIDEO', 'gen4_turbo', { text: 'A lake', image: 'https://example.com/a.png' }, { aspectRatio: '16:9', duration: 5 }),
    ref: { taskId: '1' },
    cases: [
      { code: 'no credits', status: 400, refusal: 'UNAVAILABLE', by: 'us', body: { error: 'You do not have enough credits to run this task.' } },
      { code: 'model', status: 400, refusal: 'UNAVAILABLE', by: 'us', body: { error: 'Validation of body failed', issues: [{ path: ['model'] }] } },
      { code: 'promptImage', status: 400, refusal: 'INPUT_MEDIA', by: 'caller', body: { error: 'Validation of body failed', issues: [{ path: ['promptImage'] }] } },
      { code: 'promptText', status: 400, refusal: 'INVALID_INPUT', by: 'caller', body: { error: 'Validation of body failed', issues: [{ path: ['promptText'] }] } },
      ...rows([
        ['SAFETY.INPUT.TEXT', 200, 'MODERATED', 'caller'],
        ['INPUT_PREPROCESSING.SAFETY.TEXT', 200, 'MODERATED', 'caller'],
        ['ASSET.INVALID', 200, 'INPUT_MEDIA', 'caller'],
        ['INPUT_PREPROCESSING.INTERNAL', 200, 'FAILED', 'caller'],
        ['INTERNAL.BAD_OUTPUT.CODE01', 200, 'FAILED', 'caller'],
        ['THIRD_PARTY.UNAVAILABLE', 200, 'UNAVAILABLE', 'company'],
        ['INTERNAL', 200, 'FAILED', 'company'],
      ], (failureCode) => ({ id: '1', status: 'FAILED', failure: 'said so', failureCode }), { look: true }),
    ],
  },
  luma: {
    submission: wish('VIDEO', 'ray-2', { text: 'A lake' }),
    ref: { id: '1' },
    cases: [
      ...rows([
        ['Insufficient credits', 400, 'UNAVAILABLE', 'us'],
        ['Insufficient credits', 402, 'UNAVAILABLE', 'us'],
        ['Invalid API key', 401, 'UNAVAILABLE', 'us'],
        ['failed moderation', 400, 'MODERATED', 'caller'],
        ['failed to read user input image', 400, 'INPUT_MEDIA', 'caller'],
        ['prompt is too long', 400, 'INVALID_INPUT', 'caller'],
        ['Internal Server Error', 500, 'UNAVAILABLE', 'company'],
      ], (detail) => ({ detail })),
      ...rows([
        ['400: failed moderation', 200, 'MODERATED', 'caller'],
        ['image_load_error', 200, 'INPUT_MEDIA', 'caller'],
        ['something of its own', 200, 'FAILED', 'company'],
      ], (reason) => ({ id: '1', state: 'failed', failure_reason: reason }), { look: true }),
    ],
  },
  bfl: {
    submission: wish('IMAGE', 'flux-dev', { text: 'A lake' }),
    ref: { id: '1' },
    cases: [
      ...rows([
        ['Not authenticated', 403, 'UNAVAILABLE', 'us'],
        ['Insufficient credits', 402, 'UNAVAILABLE', 'us'],
        ['a route that is gone', 404, 'UNAVAILABLE', 'us'],
        ['a field that does not fit', 422, 'INVALID_INPUT', 'caller'],
        ['24 tasks are active', 429, 'BUSY', 'crowd'],
        ['Service unavailable', 503, 'UNAVAILABLE', 'company'],
      ], (detail) => ({ detail })),
      ...rows([
        ['Request Moderated', 200, 'MODERATED', 'caller'],
        ['Content Moderated', 200, 'MODERATED', 'caller'],
        ['Error', 200, 'FAILED', 'company'],
      ], (status) => ({ id: '1', status }), { look: true }),
    ],
  },
  fal: {
    submission: wish('IMAGE', 'fal-ai/flux/krea', { text: 'A lake' }),
    ref: { statusUrl: 'https://queue.fal.run/s', responseUrl: 'https://queue.fal.run/r', cancelUrl: 'https://queue.fal.run/c' },
    before: (url) => (url.includes('/s?') ? { status: 'COMPLETED' } : undefined),
    cases: [
      { code: 'exhausted balance', status: 403, refusal: 'UNAVAILABLE', by: 'us', body: { detail: 'User is locked. Reason: Exhausted balance.' } },
      { code: 'forbidden', status: 403, refusal: 'UNAVAILABLE', by: 'us', body: { detail: 'Forbidden' } },
      ...[undefined, true as const].flatMap((look) => rows([
        ['content_policy_violation', 422, 'MODERATED', 'caller'],
        ['no_media_generated', 422, 'FAILED', 'caller'],
        ['file_download_error', 422, 'INPUT_MEDIA', 'caller'],
        ['image_load_error', 422, 'INPUT_MEDIA', 'caller'],
        ['file_too_large', 422, 'INPUT_MEDIA', 'caller'],
        ['greater_than', 422, 'INVALID_INPUT', 'caller'],
      ], (type) => ({ detail: [{ loc: ['body'], msg: 'said so', type }] }), look ? { look } : {})),
      { code: 'internal_server_error', status: 500, look: true, refusal: 'FAILED', by: 'company', body: { detail: 'boom', error_type: 'internal_server_error' } },
    ],
  },
  stability: {
    submission: wish('IMAGE', 'sd3.5-large', { text: 'A lake', image: PIXEL }, { strength: 0.5 }),
    cases: rows([
      ['content_moderation', 403, 'MODERATED', 'caller'],
      ['public_figure', 403, 'MODERATED', 'caller'],
      ['unauthorized', 401, 'UNAVAILABLE', 'us'],
      ['payment_required', 402, 'UNAVAILABLE', 'us'],
      ['not_found', 404, 'UNAVAILABLE', 'us'],
      ['bad_request', 400, 'INVALID_INPUT', 'caller'],
      ['payload_too_large', 413, 'INVALID_INPUT', 'caller'],
      ['rate_limit_exceeded', 429, 'BUSY', 'crowd'],
      ['internal_error', 500, 'UNAVAILABLE', 'company'],
    ], (name) => ({ id: '1', name, errors: ['prompt: said so'] })).concat({
      code: 'bad_request of the image', status: 400, refusal: 'INPUT_MEDIA', by: 'caller', body: { id: '1', name: 'bad_request', errors: ['image: cannot be decoded'] },
    }),
  },
  veo: {
    submission: wish('VIDEO', 'veo-3.1-generate-preview', { text: 'A lake' }, { duration: 8, resolution: '720p', aspectRatio: '16:9' }),
    ref: { operation: 'models/veo/operations/1' },
    cases: [
      ...GOOGLE,
      { code: 'operation 3', look: true, status: 200, refusal: 'INVALID_INPUT', by: 'caller', body: operation(3, 'the prompt is too long') },
      { code: 'operation 3 of an image', look: true, status: 200, refusal: 'INPUT_MEDIA', by: 'caller', body: operation(3, 'Unsupported image') },
      { code: 'operation of safety', look: true, status: 200, refusal: 'MODERATED', by: 'caller', body: operation(3, 'support codes: 1') },
      { code: 'operation 8', look: true, status: 200, refusal: 'BUSY', by: 'crowd', body: operation(8, 'Quota exceeded.') },
      { code: 'operation 7', look: true, status: 200, refusal: 'UNAVAILABLE', by: 'us', body: operation(7, 'denied') },
      { code: 'operation 9 of billing', look: true, status: 200, refusal: 'UNAVAILABLE', by: 'us', body: operation(9, 'Billing is disabled.') },
      { code: 'operation 13', look: true, status: 200, refusal: 'FAILED', by: 'company', body: operation(13, 'Internal error.') },
      { code: 'filtered', look: true, status: 200, refusal: 'MODERATED', by: 'caller', body: { done: true, response: { generateVideoResponse: { raiMediaFilteredCount: 1 } } } },
      { code: 'neither a video nor a reason', look: true, status: 200, refusal: 'FAILED', by: 'caller', body: { done: true, response: { generateVideoResponse: {} } } },
    ],
  },
  imagen: {
    submission: wish('IMAGE', 'gemini-image', { text: 'Write me an essay' }, { n: 1 }),
    cases: [
      ...GOOGLE,
      { code: 'words instead of an image', status: 200, refusal: 'FAILED', by: 'caller', body: finished('STOP') },
      { code: 'NO_IMAGE', status: 200, refusal: 'FAILED', by: 'caller', body: finished('NO_IMAGE') },
      { code: 'MAX_TOKENS', status: 200, refusal: 'FAILED', by: 'caller', body: finished('MAX_TOKENS') },
      { code: 'IMAGE_SAFETY', status: 200, refusal: 'MODERATED', by: 'caller', body: finished('IMAGE_SAFETY') },
      { code: 'a blocked prompt', status: 200, refusal: 'MODERATED', by: 'caller', body: { promptFeedback: { blockReason: 'OTHER' } } },
    ],
  },
  'google-tts': {
    submission: wish('AUDIO', 'Neural2', { text: '...' }, { voice: 'xx-XX-Nobody-A' }),
    cases: [
      ...GOOGLE.filter(({ code }) => !/^(NOT_FOUND|safety|an image)/.test(code)),
      { code: 'a voice of nobody', status: 404, refusal: 'INVALID_INPUT', by: 'caller', body: google('NOT_FOUND', 'Voice xx-XX-Nobody-A does not exist') },
      { code: 'nothing that could be spoken', status: 200, refusal: 'INVALID_INPUT', by: 'caller', body: { audioContent: '' } },
      { code: 'FAILED_PRECONDITION of the text', status: 400, refusal: 'MODERATED', by: 'caller', body: google('FAILED_PRECONDITION', 'blocked by our policy') },
    ],
  },
  elevenlabs: {
    submission: wish('AUDIO', 'eleven_v3', { text: 'Hi' }, { voice: 'AAAAAAAAAAAAAAAAAAAA' }),
    before: (url) => (url.endsWith('/samples') ? {} : undefined),
    cases: [
      ...rows([
        ['quota_exceeded', 401, 'UNAVAILABLE', 'us'],
        ['invalid_api_key', 401, 'UNAVAILABLE', 'us'],
        ['missing_permissions', 401, 'UNAVAILABLE', 'us'],
        ['needs_authorization', 401, 'UNAVAILABLE', 'us'],
        ['detected_unusual_activity', 401, 'UNAVAILABLE', 'us'],
        ['model_not_found', 400, 'UNAVAILABLE', 'us'],
        ['content_against_policy', 403, 'MODERATED', 'caller'],
        ['too_many_concurrent_requests', 429, 'BUSY', 'crowd'],
        ['system_busy', 429, 'BUSY', 'crowd'],
        ['voice_not_found', 404, 'INVALID_INPUT', 'caller'],
        ['voice_access_denied', 403, 'INVALID_INPUT', 'caller'],
        ['voice_of_somebody_else', 401, 'INVALID_INPUT', 'caller'],
        ['only_for_creator+', 401, 'INVALID_INPUT', 'caller'],
        ['only_for_creator+', 403, 'INVALID_INPUT', 'caller'],
        ['max_character_limit_exceeded', 400, 'INVALID_INPUT', 'caller'],
        ['a_reason_of_tomorrow', 401, 'UNAVAILABLE', 'nobody'],
        ['internal_error', 500, 'UNAVAILABLE', 'company'],
      ], (status) => ({ detail: { status, message: 'said so' } })),
      { code: 'empty speech', status: 200, refusal: 'FAILED', by: 'caller', body: '' },
      ...rows([
        ['voice_limit_reached', 400, 'UNAVAILABLE', 'crowd'],
        ['voice_add_edit_limit_reached', 400, 'UNAVAILABLE', 'crowd'],
        ['can_not_use_instant_voice_cloning', 401, 'UNAVAILABLE', 'crowd'],
        ['payment_required', 402, 'UNAVAILABLE', 'crowd'],
      ], (status) => ({ detail: { status, message: 'said so' } }), { alarm: true, input: { text: 'Hi', audio: WAV } }),
      { code: 'a sample it cannot use', status: 400, refusal: 'INPUT_MEDIA', by: 'caller', input: { text: 'Hi', audio: WAV }, body: { detail: { status: 'invalid_voice_sample', message: 'too short' } } },
    ],
  },
  minimax: {
    submission: wish('VIDEO', 'MiniMax-Hailuo-02', { text: 'A lake' }, { duration: 6, resolution: '768p' }),
    ref: { taskId: '1' },
    cases: [
      ...rows([
        ...['1000', '1013', '1024', '1033'].map((code): Row => [code, 200, 'UNAVAILABLE', 'company']),
        ...['1002', '1039', '1041', '2045'].map((code): Row => [code, 200, 'BUSY', 'crowd']),
        ...['1004', '1008', '1028', '1030', '2038', '2049', '2056', '2061'].map((code): Row => [code, 200, 'UNAVAILABLE', 'us']),
        ...['1026', '1027'].map((code): Row => [code, 200, 'MODERATED', 'caller']),
        ...['1042', '2013'].map((code): Row => [code, 200, 'INVALID_INPUT', 'caller']),
      ], (code) => ({ base_resp: { status_code: Number(code), status_msg: 'said so' } })),
      { code: '2013 of a frame', status: 200, refusal: 'INPUT_MEDIA', by: 'caller', body: { base_resp: { status_code: 2013, status_msg: 'invalid params, first_frame_image could not be downloaded' } } },
      ...rows([
        ['1027', 200, 'MODERATED', 'caller'],
        ['1033', 200, 'FAILED', 'company'],
      ], (code) => ({ status: 'Fail', base_resp: { status_code: Number(code), status_msg: 'said so' } }), { look: true }),
    ],
  },
  'minimax-image': {
    submission: wish('IMAGE', 'image-01', { text: 'A lake' }, { n: 1 }),
    cases: [
      { code: 'all withheld', status: 200, refusal: 'MODERATED', by: 'caller', body: { data: { image_urls: [] }, metadata: { failed_count: 1 }, base_resp: { status_code: 0 } } },
      { code: '1002', status: 200, refusal: 'BUSY', by: 'crowd', body: { base_resp: { status_code: 1002 } } },
      { code: '1008', status: 200, refusal: 'UNAVAILABLE', by: 'us', body: { base_resp: { status_code: 1008 } } },
    ],
  },
  heygen: {
    submission: wish('AVATAR', 'avatar_iv', { text: 'Hi' }, { avatarId: '0'.repeat(32) }),
    ref: { videoId: '1' },
    cases: [
      ...rows([
        ['MODERATION_POLICY_VIOLATED', 400, 'MODERATED', 'caller'],
        ['insufficient_credit', 402, 'UNAVAILABLE', 'us'],
        ['unauthorized', 401, 'UNAVAILABLE', 'us'],
        ['forbidden', 403, 'UNAVAILABLE', 'us'],
        ['ai_vendor_access_restricted', 403, 'UNAVAILABLE', 'us'],
        ['download_failed', 400, 'INPUT_MEDIA', 'caller'],
        ['resource_access_denied', 403, 'INVALID_INPUT', 'caller'],
        ['avatar_not_found', 404, 'INVALID_INPUT', 'caller'],
        ['voice_unavailable', 400, 'INVALID_INPUT', 'caller'],
        ['invalid_parameter', 400, 'INVALID_INPUT', 'caller'],
        ['rate_limit_exceeded', 429, 'BUSY', 'crowd'],
        ['quota_exceeded', 429, 'BUSY', 'crowd'],
      ], (code) => ({ error: { code, message: 'said so' } })),
      { code: 'resource_limit_reached', status: 400, refusal: 'UNAVAILABLE', by: 'crowd', alarm: true, body: { error: { code: 'resource_limit_reached', message: 'said so' } } },
      ...rows([
        ['CELEBRITY_DETECTED', 200, 'MODERATED', 'caller'],
        ['insufficient_credit', 200, 'UNAVAILABLE', 'us'],
        ['IMAGE_DOWNLOAD_FAILED', 200, 'INPUT_MEDIA', 'caller'],
        ['VOICE_NOT_FOUND', 200, 'INVALID_INPUT', 'caller'],
        ['RENDER_ERROR', 200, 'FAILED', 'company'],
      ], (code) => ({ data: { status: 'failed', failure_code: code, failure_message: 'said so' } }), { look: true }),
    ],
  },
  hedra: {
    submission: wish('AVATAR', 'hedra-character-3', { text: 'Hi', image: PIXEL, voice: 'voice_1' }, { aspectRatio: '1:1', resolution: '540p' }),
    ref: { jobId: '1' },
    before: (url) => (url.endsWith('/files') ? { url: 'https://files.example.com/1' } : url.endsWith('/status') ? { status: 'FAILED' } : undefined),
    cases: [
      ...rows([
        ['INVALID_ARGUMENT', 400, 'INVALID_INPUT', 'caller'],
        ['FAILED_PRECONDITION', 400, 'INVALID_INPUT', 'caller'],
        ['GONE', 410, 'FAILED', 'company'],
        ['MODERATION_FAILED', 422, 'MODERATED', 'caller'],
        ['UNAUTHORIZED', 401, 'UNAVAILABLE', 'us'],
        ['PERMISSION_DENIED', 403, 'UNAVAILABLE', 'us'],
        ['NOT_FOUND', 404, 'UNAVAILABLE', 'us'],
        ['INSUFFICIENT_BALANCE', 402, 'UNAVAILABLE', 'us'],
        ['RESOURCE_EXHAUSTED', 429, 'BUSY', 'crowd'],
        ['UNAVAILABLE', 503, 'UNAVAILABLE', 'company'],
      ], (code) => ({ error: { code, message: 'said so' } })),
      ...rows([
        ['NOT_FOUND', 404, 'INVALID_INPUT', 'caller'],
        ['PERMISSION_DENIED', 403, 'INVALID_INPUT', 'caller'],
      ], (code) => ({ error: { code, message: 'said so', param: 'input.voice_id' } })),
      { code: 'INVALID_ARGUMENT of the image', status: 400, refusal: 'INPUT_MEDIA', by: 'caller', body: { error: { code: 'INVALID_ARGUMENT', message: 'said so', param: 'input.start_image' } } },
      ...rows([
        ['MODERATION_FAILED', 200, 'MODERATED', 'caller'],
        ['DEADLINE_EXCEEDED', 200, 'UNAVAILABLE', 'company'],
        ['INTERNAL', 200, 'FAILED', 'company'],
      ], (code) => ({ status: 'FAILED', outputs: [], error: { code, message: 'said so' } }), { look: true }),
    ],
  },
}
