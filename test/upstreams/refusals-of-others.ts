// How the companies that make images, speech and avatars refuse. Each row: its own word, the status, what it means, who can bring it about.
import type { CompanyUpstreamId } from '../../src/domain/upstream.ts'
import { GOOGLE, PIXEL, WAV, google, rows, wish } from './refusal-case.ts'
import type { Refusing } from './refusal-case.ts'

const finished = (finishReason: string) => ({ candidates: [{ finishReason, content: { parts: [{ text: 'Here is an essay' }] } }] })

export const OTHER_REFUSALS = {
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
} satisfies Partial<Record<CompanyUpstreamId, Refusing>>
