// Veo's adapter against its emulator at both of Google's doors, through the real client.
import { describe, expect, it } from 'vitest'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { veoRegistration } from '../../../src/upstreams/google/veo.ts'
import { GOOGLE_EMULATOR_KEY, GOOGLE_EMULATOR_KEY_WITHOUT_BILLING } from '../../../emulators/google/twin.ts'
import { DATA_IMAGE, PROJECT_PATH, gemini, submission, veoBench } from './veo-bench.ts'
import { whole } from '../bench.ts'

const { submit, poll } = veoRegistration.upstream
const { sent, emulated, vertex, client, accepted, looked, testNumber } = veoBench()

const INLINE_IMAGE = { bytesBase64Encoded: 'iVBORw0KGgo=', mimeType: 'image/png' }

const saying = (text: string): Submission => ({ ...submission, input: { text } })

const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  client(gemini(), async () => Response.json(body, { status, headers }))

const losing = () => client(gemini(), async () => Promise.reject(new Error('connection reset')))

/** Google's own refusal. */
const problem = (code: number, status: string, message: string, details: readonly object[] = []) =>
  [code, { error: { code, message, status, details } }] as const

/** Another host answers for the image, the emulator for the rest. */
const hosting = (answer: () => Response | Promise<Response>) =>
  client(vertex(), async (url, init) => (url.startsWith('https://example.com/') ? answer() : emulated.fetch(url, init)))

const uri = () => `${emulated.origin}/v1beta/files/abc123:download?alt=media`
const video = () => new Response(new Uint8Array([1, 2, 3]), { headers: { 'content-type': 'video/mp4' } })
const moved = () => new Response(null, { status: 302, headers: { location: '/download/v1beta/files/abc123:download?alt=media' } })

function operationOf({ operation }: UpstreamRef): string {
  if (typeof operation !== 'string') throw new Error('no operation')
  return operation
}

const parameters = { sampleCount: 1, durationSeconds: 8, aspectRatio: '16:9', resolution: '1080p' }

describe('Veo at Vertex AI', () => {
  it('is asked with a token, and told to make sound', async () => {
    await accepted(vertex(), submission)
    expect(sent.map(({ url }) => url.slice(emulated.origin.length))).toEqual([
      `/token?veo=${testNumber()}`,
      `${PROJECT_PATH}/models/veo-3.1-generate-001:predictLongRunning`,
    ])
    expect(sent[1]?.method).toBe('POST')
    expect(sent[1]?.headers.get('authorization')).toMatch(/^Bearer ya29\./)
    expect(sent[1]?.headers.get('x-goog-api-key')).toBeNull()
    expect(await sent[1]?.json()).toEqual({
      instances: [{ prompt: 'A kite over the Ganges' }],
      parameters: { ...parameters, generateAudio: true },
    })
  })

  it('works, and then answers with the video itself', async () => {
    const ref = await accepted(vertex(), submission)
    expect(await looked(vertex(), ref, 3)).toEqual({ kind: 'PENDING', started: true })
    const done = await looked(vertex(), ref, 8)
    const look = sent.at(-1)
    expect(look?.method).toBe('POST')
    expect(look?.url).toBe(`${emulated.origin}${PROJECT_PATH}/models/veo-3.1-generate-001:fetchPredictOperation`)
    expect(await look?.json()).toEqual({ operationName: ref.operation })
    if (done?.kind !== 'DONE' || done.outputs[0]?.kind !== 'bytes') throw new Error(JSON.stringify(done))
    expect(done.outputs[0].contentType).toBe('video/mp4')
    expect(new TextDecoder().decode(whole(done.outputs[0].bytes).subarray(4, 8))).toBe('ftyp')
  })

  it('that filtered its only video is moderated, although it is done without an error', async () => {
    const ref = await accepted(vertex(), saying('[[moderated]] a fight'))
    expect(await looked(vertex(), ref, 8)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
  })

  it('that gets no token is refused, with an alarm', async () => {
    const door = vertex()
    const http = client({ ...door, settings: { ...door.settings, TOKEN_URL: `${emulated.origin}/nowhere?veo=${testNumber()}` } })
    expect(await submit(http, submission)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
  })
})

describe('Veo at the Gemini API', () => {
  it('refuses to be told of sound, and is asked once more without', async () => {
    await accepted(gemini(), submission)
    expect(sent).toHaveLength(2)
    expect(sent[1]?.url).toBe(`${emulated.origin}/v1beta/models/veo-3.1-generate-001:predictLongRunning`)
    expect(sent[1]?.headers.get('x-goog-api-key')).toBe(GOOGLE_EMULATOR_KEY)
    expect(await sent[0]?.json()).toMatchObject({ parameters: { generateAudio: true } })
    expect(await sent[1]?.json()).toEqual({ instances: [{ prompt: 'A kite over the Ganges' }], parameters })
  })

  it('works, and then gives a signed link that needs no key', async () => {
    const ref = await accepted(gemini(), submission)
    expect(await looked(gemini(), ref, 3)).toEqual({ kind: 'PENDING', started: true })
    expect(sent.at(-1)?.method).toBe('GET')
    expect(sent.at(-1)?.url).toBe(`${emulated.origin}/v1beta/${operationOf(ref)}`)
    const done = await looked(gemini(), ref, 8)
    expect(sent.at(-1)?.url).toMatch(/\/v1beta\/files\/\w+:download\?alt=media$/)
    expect(sent.at(-1)?.headers.get('x-goog-api-key')).toBe(GOOGLE_EMULATOR_KEY)
    if (done?.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect(done.outputs[0].url).not.toContain(GOOGLE_EMULATOR_KEY)
    const media = await emulated.fetch(done.outputs[0].url)
    expect(media.headers.get('content-type')).toBe('video/mp4')
  })

  it('keeps its file for two days', async () => {
    const ref = await accepted(gemini(), submission)
    await looked(gemini(), ref, 8)
    expect(await looked(gemini(), ref, 2 * 24 * 3600)).toMatchObject({ kind: 'DONE' })
    expect(await looked(gemini(), ref, 2 * 24 * 3600 + 8)).toMatchObject({ kind: 'MISSING' })
  })

  it('tells its own failure from moderation', async () => {
    const failed = await accepted(gemini(), saying('[[fail]] a cat'))
    const moderated = await accepted(gemini(), saying('[[moderated]] a cat'))
    expect(await looked(gemini(), failed, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
    const detail = expect.stringContaining('58061214')
    expect(await looked(gemini(), moderated, 8)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED', detail })
  })
})

const sentInstance = async (input: Submission['input']) => {
  await accepted(vertex(), { ...submission, input })
  const body: { instances: unknown[] } = JSON.parse((await sent.at(-1)?.text()) ?? '')
  return body.instances[0]
}

describe('the images of a submission to Veo', () => {
  it('are sent inline, each in its place', async () => {
    expect(await sentInstance({ image: DATA_IMAGE, lastImage: DATA_IMAGE })).toEqual({ image: INLINE_IMAGE, lastFrame: INLINE_IMAGE })
    expect(await sentInstance({ text: 'her', images: [DATA_IMAGE, DATA_IMAGE] })).toEqual({
      prompt: 'her',
      referenceImages: [
        { image: INLINE_IMAGE, referenceType: 'asset' },
        { image: INLINE_IMAGE, referenceType: 'asset' },
      ],
    })
  })

  const withImage = { ...submission, input: { image: 'https://example.com/first.png' } }

  it('are fetched where they are addresses, without our credentials', async () => {
    const http = hosting(() => new Response(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), { headers: { 'content-type': 'image/jpeg' } }))
    expect(await submit(http, withImage)).toMatchObject({ kind: 'ACCEPTED' })
    expect(sent[0]?.url).toBe('https://example.com/first.png')
    expect(sent[0]?.headers.get('authorization')).toBeNull()
    expect(await sent.at(-1)?.json()).toMatchObject({ instances: [{ image: { bytesBase64Encoded: 'iVBORw0KGgo=', mimeType: 'image/png' } }] })
  })

  it.each<[string, string, () => Response | Promise<Response>]>([
    ['is not there', 'INPUT_MEDIA', () => new Response('', { status: 404 })],
    ['is a page', 'INPUT_MEDIA', () => new Response('<p>', { headers: { 'content-type': 'text/html' } })],
    ['is always elsewhere', 'INPUT_MEDIA', () => Response.redirect('https://example.com/other.png')],
    ['cannot be reached', 'INPUT_MEDIA', () => Promise.reject(new Error('connection reset'))],
  ])('refuse the submission where one %s, before anything is sent to Google', async (_why, refusal, answer) => {
    expect(await submit(hosting(answer), withImage)).toMatchObject({ kind: 'REJECTED', refusal })
    expect(sent.every(({ method }) => method === 'GET')).toBe(true)
  })

  it.each([
    ['a private address', 'https://169.254.169.254/computeMetadata/v1/'],
  ])('are never fetched from %s', async (_where, image) => {
    expect(await submit(client(gemini()), { ...submission, input: { image } })).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'image' })
    expect(sent).toEqual([])
  })

  it('must be of a type that Veo takes', async () => {
    const webp = { ...submission, input: { image: 'data:image/webp;base64,UklGRg==' } }
    expect(await submit(client(vertex()), webp)).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA' })
  })
})

describe('a submission that Google refuses', () => {
  it('raises the alarm where an operator must mend it', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client(gemini('AIzaSyAnother')), submission)).toMatchObject(alarm)
    expect(await submit(client(gemini(GOOGLE_EMULATOR_KEY_WITHOUT_BILLING)), submission)).toMatchObject(alarm)
    expect(await submit(client(gemini()), { ...submission, model: 'veo-3.0-generate-001' })).toMatchObject(alarm)
    expect(await submit(answering(...problem(403, 'PERMISSION_DENIED', 'denied')), submission)).toMatchObject(alarm)
  })

  it('for its rate limit says when to come back', async () => {
    const outcome = { kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 17 }
    expect(await submit(client(gemini()), saying('[[429]]'))).toEqual({ ...outcome, detail: expect.stringContaining('RESOURCE_EXHAUSTED') })
    expect(await submit(answering(429, {}, { 'retry-after': '17' }), submission)).toMatchObject(outcome)
  })

  it('for its own error is definite', async () => {
    const outcome = await submit(client(gemini()), saying('[[500]]'))
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE' })
    expect(outcome).not.toHaveProperty('alarm')
  })

  it('tells an invalid input from a moderated one', async () => {
    const square = { ...submission, options: { ...submission.options, aspectRatio: '1:1' } }
    expect(await submit(client(gemini()), square)).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
    const words = "The prompt could not be submitted. It contains sensitive words that violate Google's Responsible AI practices."
    expect(await submit(answering(...problem(400, 'INVALID_ARGUMENT', words)), submission)).toMatchObject({ refusal: 'MODERATED' })
    const named = 'Invalid value for safetySetting.'
    expect(await submit(answering(...problem(400, 'INVALID_ARGUMENT', named)), submission)).toMatchObject({ refusal: 'INVALID_INPUT' })
  })

  it('in a way that tells nothing is UNKNOWN', async () => {
    expect(await submit(losing(), submission)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 502, 504]) expect(await submit(answering(status, {}), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(200, { done: false }), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('a look at an operation of Veo', () => {
  const ref = { operation: 'models/veo-3.1-generate-001/operations/op123' }
  const ended = (body: object) => answering(200, { name: ref.operation, done: true, ...body })

  it('that fails says nothing about the work', async () => {
    for (const status of [500, 502, 503]) expect(await poll?.(answering(status, {}), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(answering(429, {}, { 'retry-after': '9' }), ref)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(await poll?.(answering(401, {}), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll?.(answering(200, { done: 'soon' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(losing(), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('takes an operation that is not there as lost', async () => {
    expect(await poll?.(client(gemini()), ref)).toMatchObject({ kind: 'MISSING' })
  })

  it.each([
    [3, 'The image is too small.', { refusal: 'INVALID_INPUT' }],
    [3, 'The prompt violates our usage guidelines. Support codes: 29310472', { refusal: 'MODERATED' }],
    [8, 'Quota exceeded.', { refusal: 'BUSY' }],
    [9, 'Billing is disabled.', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [13, 'Internal error.', { refusal: 'FAILED' }],
    [14, 'The service is currently unavailable.', { refusal: 'FAILED' }],
  ])('reads its error %i (%s)', async (code, message, verdict) => {
    expect(await poll?.(ended({ error: { code, message } }), ref)).toMatchObject({ kind: 'FAILED', ...verdict })
  })

  it('that is done without a video or a reason has failed', async () => {
    expect(await poll?.(ended({ response: { generateVideoResponse: {} } }), ref)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED', blameless: true })
    expect(await poll?.(ended({ response: { raiMediaFilteredCount: 1 } }), ref)).toMatchObject({ refusal: 'MODERATED' })
  })

  /** The operation is done, and its file answers one after the other. */
  const filing = (fileUri: string, ...files: readonly Response[]) => {
    const generateVideoResponse = { generatedSamples: [{ video: { uri: fileUri } }] }
    const answers = [Response.json({ name: ref.operation, done: true, response: { generateVideoResponse } }), ...files]
    return client(gemini(), async () => answers.shift() ?? new Response('', { status: 500 }))
  }
  const bytes = { kind: 'DONE', outputs: [{ kind: 'bytes', bytes: [new Uint8Array([1, 2, 3])], contentType: 'video/mp4' }] }

  it('takes a file that comes at once', async () => {
    expect(await poll?.(filing(uri(), video()), ref)).toEqual(bytes)
  })

  it('follows a redirect that stays at Google with the key, once', async () => {
    expect(await poll?.(filing(uri(), moved(), video()), ref)).toEqual(bytes)
    expect(sent[2]?.headers.get('x-goog-api-key')).toBe(GOOGLE_EMULATOR_KEY)
    expect(await poll?.(filing(uri(), moved(), moved()), ref)).toMatchObject({ kind: 'DONE', outputs: [{ kind: 'url' }] })
    expect(sent).toHaveLength(6)
  })

  it('sends the key to no other host than Google', async () => {
    await poll?.(filing('https://storage.example.com/video.mp4', video()), ref)
    expect(sent[1]?.url).toBe('https://storage.example.com/video.mp4')
    expect(sent[1]?.headers.get('x-goog-api-key')).toBeNull()
  })

  it('whose file cannot be had now is looked at again', async () => {
    expect(await poll?.(filing(uri(), new Response('', { status: 503 })), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(filing(uri(), new Response('')), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(filing('soon'), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})
