// The upstreams of the contract suite, as data. A registered upstream that is not here fails the suite.
import { ARK_EMULATOR_KEY_OVERDUE } from '../../emulators/ark/twin.ts'
import { BFL_EMULATOR_KEY_WITHOUT_CREDITS } from '../../emulators/bfl/twin.ts'
import { DASHSCOPE_EMULATOR_KEY_IN_ARREARS } from '../../emulators/dashscope/twin.ts'
import { ELEVENLABS_EMULATOR_KEY_WITHOUT_QUOTA } from '../../emulators/elevenlabs/twin.ts'
import { FAL_EMULATOR_KEY_WITHOUT_BALANCE } from '../../emulators/fal/twin.ts'
import { GOOGLE_EMULATOR_KEY_WITHOUT_BILLING } from '../../emulators/google/auth.ts'
import { GOOGLE_TTS_EMULATOR_KEY_OF_DISABLED_SERVICE } from '../../emulators/google/tts.ts'
import { HEDRA_EMULATOR_VOICE } from '../../emulators/hedra/request.ts'
import { HEDRA_EMULATOR_KEY_WITHOUT_BALANCE } from '../../emulators/hedra/twin.ts'
import { HEYGEN_EMULATOR_KEY_WITHOUT_CREDIT } from '../../emulators/heygen/twin.ts'
import { LUMA_EMULATOR_KEY_WITHOUT_CREDITS } from '../../emulators/luma/twin.ts'
import { STABILITY_EMULATOR_KEY_WITHOUT_CREDITS } from '../../emulators/stability/twin.ts'
import { VIDU_EMULATOR_KEY_WITHOUT_CREDITS } from '../../emulators/vidu/twin.ts'
import type { ContractCase, ContractCases } from './contract-case.ts'

const SCENE = 'A lotus opens at dawn'
const PORTRAIT = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
const PAGE = '<!doctype html><title>Nothing to see here</title>'

const video = (provider: string): ContractCase['request'] => ({ type: 'VIDEO', provider, input: { text: SCENE } })
const image = (provider: string): ContractCase['request'] => ({ type: 'IMAGE', provider, input: { text: SCENE } })
const spoken = (provider: string): ContractCase['request'] => ({ type: 'AUDIO', provider, input: { text: 'The lotus opens' } })

const NO_ID_OF_OURS = 'it takes no id of ours to find it by'
const ONLY_WORDS = 'it tells in words where the work stands'
const NO_CANCEL = 'it documents none'
const AT_ONCE = 'it answers with the result'
const SENDS_BYTES = 'it sends the bytes'
const SYNCHRONOUS = { work: AT_ONCE, progress: AT_ONCE, cancel: AT_ONCE, find: NO_ID_OF_OURS }

const minimaxRefusal = (code: number, words: string, first: Readonly<Record<string, string | null>>) => ({
  status: 200,
  body: { ...first, base_resp: { status_code: code, status_msg: words } },
})
const MINIMAX_BALANCE = 'insufficient balance of the group'
const MINIMAX_PARAMETERS = 'invalid params, the prompt cannot be understood'

const GOOGLE_INVALID = {
  status: 400,
  body: { error: { code: 400, message: 'Unable to submit request because of field 7.', status: 'INVALID_ARGUMENT' } },
}

export const contractCases: ContractCases = {
  minimax: {
    mount: 'minimax',
    submits: /^\/v1\/video_generation$/,
    request: video('minimax'),
    hasNo: { progress: ONLY_WORDS, cancel: NO_CANCEL, find: NO_ID_OF_OURS },
    wrongKey: { MINIMAX_API_KEY: 'sk-api-mistyped-0123456789' },
    emptyBalance: { answer: minimaxRefusal(1008, MINIMAX_BALANCE, { task_id: '' }) },
    invalid: minimaxRefusal(2013, MINIMAX_PARAMETERS, { task_id: '' }),
  },
  'minimax-image': {
    mount: 'minimax',
    submits: /^\/v1\/image_generation$/,
    request: image('minimax-image'),
    hasNo: SYNCHRONOUS,
    wrongKey: { MINIMAX_API_KEY: 'sk-api-mistyped-0123456789' },
    emptyBalance: { answer: minimaxRefusal(1008, MINIMAX_BALANCE, { id: '', data: null }) },
    invalid: minimaxRefusal(2013, MINIMAX_PARAMETERS, { id: '', data: null }),
  },
  kling: {
    mount: 'kling',
    submits: /^\/v1\/videos\/text2video$/,
    request: video('kling'),
    hasNo: { progress: ONLY_WORDS, cancel: NO_CANCEL },
    wrongKey: { KLING_API_KEY: 'api-key-kling-mistyped-0123456789' },
    emptyBalance: { answer: { status: 429, body: { code: 1102, message: 'resource pack exhausted or expired', request_id: 'kling-request-0001' } } },
    invalid: { status: 400, body: { code: 1201, message: 'Invalid value of parameter prompt', request_id: 'kling-request-0002' } },
    waitSeconds: 10,
    finds: 'asking',
  },
  'kling-tasks': {
    mount: 'kling',
    submits: /^\/(?:text-to-video|image-to-video|omni-video)\/[\w.-]+$/,
    request: { ...video('kling'), model: 'kling-v3-turbo' },
    hasNo: { progress: ONLY_WORDS, cancel: NO_CANCEL },
    wrongKey: { KLING_API_KEY: 'api-key-kling-mistyped-0123456789' },
    emptyBalance: { answer: { status: 429, body: { code: 1102, message: 'resource pack exhausted or expired', request_id: 'kling-request-0003' } } },
    invalid: { status: 400, body: { code: 1201, message: 'Invalid value of parameter settings', request_id: 'kling-request-0004' } },
    waitSeconds: 10,
    finds: 'asking',
  },
  runway: {
    mount: 'runway',
    submits: /^\/v1\/text_to_video$/,
    request: video('runway'),
    hasNo: { find: NO_ID_OF_OURS },
    wrongKey: { RUNWAY_API_KEY: 'key_mistyped0123456789' },
    emptyBalance: { answer: { status: 400, body: { error: 'You do not have enough credits to run this task.' } } },
    invalid: {
      status: 400,
      body: { error: 'Validation of body failed', issues: [{ code: 'custom', path: ['promptText'], message: 'Prompt text is unusable' }] },
    },
    progress: { look: /^\/v1\/tasks\//, answer: { status: 200, body: { id: 'the-task-of-runway', status: 'RUNNING', progress: 0.8 } } },
    cancels: 'running',
  },
  luma: {
    mount: 'luma',
    submits: /\/generations\/video$/,
    request: video('luma'),
    hasNo: { progress: ONLY_WORDS, find: NO_ID_OF_OURS },
    wrongKey: { LUMA_API_KEY: 'luma-mistyped-0123456789' },
    emptyBalance: { settings: { LUMA_API_KEY: LUMA_EMULATOR_KEY_WITHOUT_CREDITS } },
    invalid: { status: 400, body: { detail: 'the prompt cannot be used for dreaming' } },
    cancels: 'running',
  },
  bfl: {
    mount: 'bfl',
    submits: /^\/v1\/flux-dev$/,
    request: image('flux-dev'),
    hasNo: { cancel: NO_CANCEL, find: NO_ID_OF_OURS },
    wrongKey: { BFL_API_KEY: '11111111-7425-40de-944b-e07fc1f90ae7' },
    emptyBalance: { settings: { BFL_API_KEY: BFL_EMULATOR_KEY_WITHOUT_CREDITS } },
    invalid: { status: 422, body: { detail: [{ loc: ['body', 'prompt'], msg: 'Value error, unusable prompt', type: 'value_error' }] } },
    unclearServerError: 'to be submitted again "only if surely not accepted"',
    progress: { look: /get_result/, answer: { status: 200, body: { id: 'the-task-of-flux', status: 'Pending', progress: 0.8 } } },
  },
  elevenlabs: {
    mount: 'elevenlabs',
    submits: /^\/v1\/text-to-speech\//,
    request: spoken('elevenlabs'),
    hasNo: { ...SYNCHRONOUS, links: SENDS_BYTES },
    wrongKey: { ELEVENLABS_API_KEY: 'sk_mistyped0123456789' },
    emptyBalance: { settings: { ELEVENLABS_API_KEY: ELEVENLABS_EMULATOR_KEY_WITHOUT_QUOTA } },
    invalid: { status: 422, body: { detail: [{ loc: ['body', 'text'], msg: 'this text cannot be pronounced', type: 'value_error' }] } },
    brokenBytes: { status: 200, body: PAGE, headers: { 'content-type': 'audio/mpeg' } },
  },
  heygen: {
    mount: 'heygen',
    submits: /^\/v3\/videos$/,
    request: { type: 'AVATAR', provider: 'heygen', input: { text: 'Hello there' } },
    hasNo: { progress: ONLY_WORDS, cancel: NO_CANCEL },
    wrongKey: { HEYGEN_API_KEY: 'sk_V2_hgu_mistyped0123456789' },
    emptyBalance: { settings: { HEYGEN_API_KEY: HEYGEN_EMULATOR_KEY_WITHOUT_CREDIT } },
    invalid: { status: 400, body: { error: { code: 'invalid_parameter', message: 'The script cannot be spoken by this avatar.' } } },
    unclearServerError: 'to be posted again by the same idempotency key only',
    finds: 'repeating',
  },
  veo: {
    mount: 'google',
    submits: /:predictLongRunning$/,
    // The Gemini API refuses the switch of the sound, and is asked again without.
    asksFirst: 'generateAudio',
    request: { ...video('veo-3'), model: 'veo-3.1' },
    hasNo: { progress: 'an operation is done or not', cancel: NO_CANCEL, find: NO_ID_OF_OURS },
    wrongKey: { GOOGLE_API_KEY: 'AIzaSyMistyped000000000000000000000000' },
    emptyBalance: { settings: { GOOGLE_API_KEY: GOOGLE_EMULATOR_KEY_WITHOUT_BILLING } },
    invalid: GOOGLE_INVALID,
    waitSeconds: 17,
  },
  'gemini-omni': {
    mount: 'google',
    submits: /\/interactions$/,
    request: video('veo-3'),
    hasNo: { progress: 'an interaction is in progress or not', find: NO_ID_OF_OURS },
    cancels: 'running',
    unclearServerError: 'an interaction may have begun behind it',
    wrongKey: { GOOGLE_API_KEY: 'AIzaSyMistyped000000000000000000000000' },
    emptyBalance: { settings: { GOOGLE_API_KEY: GOOGLE_EMULATOR_KEY_WITHOUT_BILLING } },
    invalid: GOOGLE_INVALID,
    waitSeconds: 17,
  },
  imagen: {
    mount: 'google',
    submits: /:generateContent$/,
    request: image('imagen'),
    hasNo: { ...SYNCHRONOUS, links: SENDS_BYTES },
    wrongKey: { GOOGLE_API_KEY: 'AIzaSyMistyped000000000000000000000000' },
    emptyBalance: { settings: { GOOGLE_API_KEY: GOOGLE_EMULATOR_KEY_WITHOUT_BILLING } },
    invalid: GOOGLE_INVALID,
    waitSeconds: 17,
    brokenBytes: {
      status: 200,
      body: { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: btoa(PAGE) } }] }, finishReason: 'STOP' }] },
    },
  },
  'google-tts': {
    mount: 'google-tts',
    submits: /^\/v1\/text:synthesize$/,
    request: spoken('google-tts'),
    hasNo: { ...SYNCHRONOUS, links: SENDS_BYTES },
    wrongKey: { GOOGLE_TTS_API_KEY: 'AIzaSyMistyped000000000000000000000000' },
    emptyBalance: { settings: { GOOGLE_TTS_API_KEY: GOOGLE_TTS_EMULATOR_KEY_OF_DISABLED_SERVICE } },
    invalid: GOOGLE_INVALID,
    brokenBytes: { status: 200, body: { audioContent: btoa(PAGE) } },
  },
  ark: {
    mount: 'ark',
    submits: /\/contents\/generations\/tasks$/,
    request: video('seedance'),
    hasNo: { progress: ONLY_WORDS, find: NO_ID_OF_OURS },
    wrongKey: { ARK_API_KEY: '11111111-92b4-4e58-8a6d-5b3e9f0c2d41' },
    emptyBalance: { settings: { ARK_API_KEY: ARK_EMULATOR_KEY_OVERDUE } },
    invalid: { status: 400, body: { error: { code: 'InvalidParameter', message: 'A parameter specified in the request is not valid.' } } },
    cancels: 'waiting',
  },
  dashscope: {
    mount: 'dashscope',
    submits: /\/video-synthesis$/,
    request: video('wan'),
    hasNo: { progress: ONLY_WORDS, find: NO_ID_OF_OURS },
    wrongKey: { DASHSCOPE_API_KEY: 'sk-1111111111111111111111111111d4e5' },
    emptyBalance: { settings: { DASHSCOPE_API_KEY: DASHSCOPE_EMULATOR_KEY_IN_ARREARS } },
    invalid: { status: 400, body: { code: 'InvalidParameter', message: 'The prompt is not in the expected form.', request_id: 'wan-request-0001' } },
    cancels: 'waiting',
  },
  vidu: {
    mount: 'vidu',
    submits: /^\/ent\/v2\/text2video$/,
    request: video('vidu'),
    hasNo: { progress: ONLY_WORDS },
    wrongKey: { VIDU_API_KEY: 'vda_111111111111111111_mistyped' },
    emptyBalance: { settings: { VIDU_API_KEY: VIDU_EMULATOR_KEY_WITHOUT_CREDITS } },
    invalid: { status: 400, body: { code: 400, reason: 'FieldInvalid', message: 'field prompt is not usable' } },
    cancels: 'waiting',
    finds: 'asking',
  },
  stability: {
    mount: 'stability',
    submits: /^\/v2beta\/stable-image\//,
    request: image('stable-diffusion'),
    hasNo: { ...SYNCHRONOUS, links: SENDS_BYTES },
    wrongKey: { STABILITY_API_KEY: 'sk-mistyped0123456789' },
    emptyBalance: { settings: { STABILITY_API_KEY: STABILITY_EMULATOR_KEY_WITHOUT_CREDITS } },
    invalid: { status: 400, body: { id: 'stability-request-0001', name: 'bad_request', errors: ['prompt: is of no use to this model'] } },
    waitSeconds: 60,
    brokenBytes: { status: 200, body: PAGE, headers: { 'content-type': 'image/png', 'finish-reason': 'SUCCESS' } },
  },
  fal: {
    mount: 'fal',
    submits: /^\/fal-ai\/[\w/-]+$/,
    request: image('flux-krea'),
    hasNo: { progress: ONLY_WORDS, find: NO_ID_OF_OURS },
    wrongKey: { FAL_API_KEY: '11111111-emul-4b5d-9e6f-7a8b9c0d1e2f:mistyped' },
    emptyBalance: { settings: { FAL_API_KEY: FAL_EMULATOR_KEY_WITHOUT_BALANCE } },
    invalid: { status: 422, body: { detail: [{ loc: ['body', 'prompt'], msg: 'Input should be a usable prompt', type: 'string_type' }] } },
    cancels: 'waiting',
  },
  hedra: {
    mount: 'hedra',
    submits: /^\/v3\/models\/elevenlabs-v3$/,
    request: { type: 'AVATAR', provider: 'hedra', input: { text: 'Hello there', image: PORTRAIT, voice: HEDRA_EMULATOR_VOICE } },
    hasNo: { cancel: NO_CANCEL },
    wrongKey: { HEDRA_API_KEY: 'key_mistyped0123456789:s3cr3t' },
    emptyBalance: { settings: { HEDRA_API_KEY: HEDRA_EMULATOR_KEY_WITHOUT_BALANCE } },
    invalid: { status: 400, body: { error: { code: 'INVALID_ARGUMENT', message: 'One of the input fields is unusable.', param: 'input.text' } } },
    waitSeconds: 30,
    progress: { look: /\/status$/, answer: { status: 200, body: { job_id: 'job_of_the_talking_lotus', status: 'IN_PROGRESS', progress: 0.8 } } },
    finds: 'repeating',
  },
}
