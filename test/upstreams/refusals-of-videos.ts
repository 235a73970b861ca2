// How the companies that make videos refuse. Each row: its own word, the status, what it means, who can bring it about.
import type { CompanyUpstreamId } from '../../src/domain/upstream.ts'
import { GOOGLE, rows, wish } from './refusal-case.ts'
import type { RefusalCase, Refusing, Row } from './refusal-case.ts'

const operation = (code: number, message: string) => ({ name: 'models/veo/operations/1', done: true, error: { code, message } })

/** By the codes that both of Kling's APIs share. */
const KLING: readonly RefusalCase[] = [
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
]
const KLING_FAILURES: readonly Row[] = [
  ['Failure to pass the risk control system', 200, 'MODERATED', 'caller'],
  ['The resolution or aspect ratio of the input image is invalid', 200, 'INPUT_MEDIA', 'caller'],
  ['Something of its own', 200, 'FAILED', 'company'],
]

export const VIDEO_REFUSALS = {
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
      ...KLING,
      ...rows(KLING_FAILURES, (message) => ({ code: 0, data: { task_id: '1', task_status: 'failed', task_status_msg: message } }), { look: true }),
    ],
  },
  'kling-tasks': {
    submission: wish('VIDEO', 'kling-3.0-turbo', { text: 'A lake' }, { duration: 5, aspectRatio: '16:9', resolution: '720p' }),
    ref: { route: 'tasks', taskId: '1' },
    cases: [
      ...KLING,
      ...rows(KLING_FAILURES, (message) => ({ code: 0, data: [{ id: '1', status: 'failed', message }] }), { look: true }),
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
  'gemini-omni': {
    submission: wish('VIDEO', 'gemini-omni-1.1-flash', { text: 'A lake' }, { duration: 5, resolution: '720p', aspectRatio: '16:9' }),
    ref: { interaction: '1' },
    cases: [
      ...GOOGLE.filter(({ status }) => status < 500),
      ...rows([
        ['incomplete', 200, 'FAILED', 'caller'],
        ['requires_action', 200, 'FAILED', 'caller'],
        ['failed', 200, 'FAILED', 'company'],
        ['cancelled', 200, 'FAILED', 'company'],
      ], (status) => ({ id: '1', status, error: { message: 'said so' } }), { look: true }),
      { code: 'budget_exceeded', look: true, status: 200, refusal: 'UNAVAILABLE', by: 'crowd', alarm: true, body: { id: '1', status: 'budget_exceeded' } },
      { code: 'words instead of a video', look: true, status: 200, refusal: 'MODERATED', by: 'caller', body: { id: '1', status: 'completed', steps: [{ type: 'model_output', content: [{ type: 'text', text: 'No.' }] }] } },
    ],
  },
} satisfies Partial<Record<CompanyUpstreamId, Refusing>>
