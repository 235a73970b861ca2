// Hedra's adapter against its emulator, through the real client; and its rows.
import { describe, expect, it } from 'vitest'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model } from '../../../src/domain/model.ts'
import { hedraModels } from '../../../src/catalog/models/hedra.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { hedraRegistration } from '../../../src/upstreams/hedra/adapter.ts'
import type { TestFetch } from '../../../emulators/desk.ts'
import { HEDRA_EMULATOR_VOICE } from '../../../emulators/hedra/request.ts'
import { HEDRA_EMULATOR_KEY, HEDRA_EMULATOR_KEY_WITHOUT_BALANCE, hedraEmulator } from '../../../emulators/hedra/twin.ts'
import { paintedImage, speech } from '../../../emulators/media.ts'
import { START_MS, adapterBench } from '../bench.ts'

const { submit, poll, find } = hedraRegistration.upstream
const bench = adapterBench(hedraRegistration, hedraEmulator, HEDRA_EMULATOR_KEY, '/v3')
const { clock, sent, emulated } = bench

const FACE = 'https://example.com/face.png'
const VOICE = 'https://example.com/voice.mp3'

/** The emulator, and beside it the caller's own files. */
const world: TestFetch = async (url, init) => {
  if (url === FACE) return new Response((await paintedImage(64, 64, 'png', 1)).bytes, { headers: { 'content-type': 'application/octet-stream' } })
  if (url === VOICE) return new Response(speech('mp3').bytes, { headers: { 'content-type': 'audio/mpeg' } })
  return url.startsWith(emulated.origin) ? emulated.fetch(url, init) : new Response('gone', { status: 404 })
}

const recorded: Submission = {
  externalId: 'gen_1-1',
  model: 'hedra-character-3',
  type: 'AVATAR',
  input: { image: FACE, audio: VOICE },
  options: { duration: 5, resolution: '720p', aspectRatio: '9:16', emotion: 'cheerful', gesture: 'friendly' },
}
const spoken: Submission = {
  externalId: 'gen_2-1',
  model: 'hedra-avatar',
  type: 'AVATAR',
  input: { image: FACE, text: 'Welcome to the shop', voice: HEDRA_EMULATOR_VOICE },
  options: { resolution: '720p', aspectRatio: '9:16', speed: 1 },
}

const speaking = (text: string): Submission => ({ ...spoken, input: { ...spoken.input, text } })
const showing = (image: string): Submission => ({ ...recorded, input: { ...recorded.input, image } })

const client = (key: string = HEDRA_EMULATOR_KEY, fetcher: TestFetch = world) => bench.client(key, fetcher)

/** A client whose upstream answers so wherever the path fits, and as ever elsewhere. */
function answering(path: RegExp, status: number, body: unknown, headers: Record<string, string> = {}) {
  return client(HEDRA_EMULATOR_KEY, async (url, init) => (path.test(url) ? Response.json(body, { status, headers }) : world(url, init)))
}

function losing(path: RegExp) {
  return client(HEDRA_EMULATOR_KEY, async (url, init) => (path.test(url) ? Promise.reject(new Error('connection reset')) : world(url, init)))
}

const error = (code: string, more: object = {}) => ({ error: { code, message: 'in its words', retryable: false, ...more }, trace_id: '1' })
const MODELS = /\/models\//
const STATUS = /\/status$/
const JOB = /\/jobs\/[\w-]+$/
const job: UpstreamRef = { jobId: 'job_1' }

async function accepted(wanted: Submission): Promise<UpstreamRef> {
  const outcome = await submit(client(), wanted)
  if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome))
  return outcome.ref
}

async function looked(ref: UpstreamRef, atSeconds: number) {
  clock.nowMs = START_MS + atSeconds * 1000
  return poll(client(), ref)
}

const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const pathsSent = () => sent.map(({ method, url }) => `${method} ${url.replace(`${emulated.origin}/v3`, '')}`)

describe('a portrait with a recording', () => {
  it('is uploaded, both files, and made by one job under our key', async () => {
    await accepted(recorded)
    expect(pathsSent()).toEqual([`GET ${FACE}`, 'POST /files', `GET ${VOICE}`, 'POST /files', 'POST /models/hedra-character-3'])
    const [face, file, , , submission] = sent
    expect(face?.headers.get('authorization')).toBeNull()
    expect(file?.headers.get('authorization')).toBe(`Key ${HEDRA_EMULATOR_KEY}`)
    expect(file?.headers.get('content-type')).toMatch(/^multipart\/form-data; boundary=/)
    expect(await submission?.json()).toEqual({
      input: {
        prompt: 'A person speaking to the camera, cheerful expression, friendly gestures',
        aspect_ratio: '9:16',
        resolution: '720p',
        start_image: { source: 'url', url: expect.stringContaining('/uploads/') },
        audio: { source: 'url', url: expect.stringContaining('/uploads/') },
      },
      idempotency_key: 'gen_1-1',
    })
  })

  it('waits, works and ends with a talking clip', async () => {
    const ref = await accepted(recorded)
    expect(await looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 5)).toEqual({ kind: 'PENDING', started: true, progress: 0.5 })
    const done = await looked(ref, 9.5)
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect((await emulated.fetch(done.outputs[0].url)).headers.get('content-type')).toBe('video/mp4')
  })

  it('may come as data URLs, with a text that describes the scene', async () => {
    const image = `data:image/png;base64,${base64((await paintedImage(64, 64, 'png', 1)).bytes)}`
    const audio = `data:audio/mpeg;base64,${base64(speech('mp3').bytes)}`
    await accepted({ ...recorded, input: { image, audio, text: 'a chef in a kitchen' }, options: { duration: 5, resolution: '540p', aspectRatio: '1:1' } })
    expect(pathsSent()).toEqual(['POST /files', 'POST /files', 'POST /models/hedra-character-3'])
    expect(await sent[2]?.json()).toMatchObject({ input: { prompt: 'a chef in a kitchen', resolution: '540p', aspect_ratio: '1:1' } })
  })

  it('longer than the seconds paid for is refused before anything is made', async () => {
    const outcome = await submit(client(), { ...recorded, options: { ...recorded.options, duration: 1 } })
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'audio' })
    expect(pathsSent()).not.toContain('POST /models/hedra-character-3')
  })

  it.each([
    ['an MP3 whose header counts one frame', 'audio/mpeg', () => forged(speech('mp3').bytes, /Xing|Info/, 8, 0x01000000)],
    ['a WAV that claims 64 MB a second', 'audio/wav', () => forged(speech('wav').bytes, /fmt /, 16, 64_000_000)],
  ])('as %s is refused all the same', async (_what, type, bytes) => {
    const audio = `data:${type};base64,${base64(bytes())}`
    const outcome = await submit(client(), { ...recorded, input: { ...recorded.input, audio }, options: { ...recorded.options, duration: 1 } })
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'audio' })
  })

  it.each([
    ['that is not there', 'https://example.com/none.png'],
    ['on a private address', 'https://10.0.0.1/face.png'],
    ['that is a recording', VOICE],
    ['of broken base64', 'data:image/png;base64,A'],
    ['of no known kind', 'data:image/png;base64,AAAA'],
  ])('%s is invalid input, and nothing reaches Hedra', async (_name, image) => {
    expect(await submit(client(), showing(image))).toEqual({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'image', detail: expect.any(String) })
    expect(sent.filter(({ url }) => url.startsWith(emulated.origin) || url.includes('hedra.com'))).toEqual([])
  })
})

describe('a portrait with a text', () => {
  it('has the text spoken first, then the video made once of it, and ends with a talking clip', async () => {
    const ref = await accepted(spoken)
    expect(pathsSent()).toEqual([`GET ${FACE}`, 'POST /files', 'POST /models/elevenlabs-v3'])
    expect(await sent[2]?.json()).toEqual({
      input: { text: 'Welcome to the shop', voice_id: HEDRA_EMULATOR_VOICE, speed: 1 },
      idempotency_key: 'gen_2-1-speech',
    })
    expect(await looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 2)).toEqual({ kind: 'PENDING', started: true })
    sent.length = 0
    expect(await looked(ref, 5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 10)).toEqual({ kind: 'PENDING', started: true, progress: 0.5 })
    const [first, second] = sent.filter(({ method }) => method === 'POST')
    const body: unknown = await first?.json()
    expect(body).toMatchObject({ input: { prompt: 'A person speaking to the camera', audio: { source: 'asset' } }, idempotency_key: 'gen_2-1' })
    expect(await second?.json()).toEqual(body)
    const done = await looked(ref, 14.5)
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect((await emulated.fetch(done.outputs[0].url)).headers.get('content-type')).toBe('video/mp4')
  })

  it('whose speech fails, fails', async () => {
    expect(await looked(await accepted(speaking('[[fail]]')), 5)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
  })

  it('keeps waiting while the video cannot be asked for', async () => {
    const ref = await accepted(spoken)
    clock.nowMs += 5000
    for (const status of [408, 409, 500, 502, 504]) expect(await poll(answering(MODELS, status, {}), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(losing(MODELS), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(answering(MODELS, 402, error('INSUFFICIENT_BALANCE')), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'BALANCE' })
    expect(await poll(answering(MODELS, 429, error('RESOURCE_EXHAUSTED', { retry_after: 30 })), ref)).toMatchObject({ retryAfterSeconds: 30 })
    expect(await poll(answering(MODELS, 422, error('MODERATION_FAILED')), ref)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    expect(await poll(answering(JOB, 200, { status: 'COMPLETED', outputs: [{ url: 'https://x.com/a.mp3' }] }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('what Hedra refuses', () => {
  it.each([
    ['its moderation', speaking('[[moderated]]'), HEDRA_EMULATOR_KEY, { refusal: 'MODERATED' }],
    ['its limit', speaking('[[429]]'), HEDRA_EMULATOR_KEY, { refusal: 'BUSY', retryAfterSeconds: 30 }],
    ['its own error', speaking('[[500]]'), HEDRA_EMULATOR_KEY, { refusal: 'UNAVAILABLE' }],
    ['an unknown voice', { ...spoken, input: { ...spoken.input, voice: 'voice_none' } }, HEDRA_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a wrong shape', { ...recorded, options: { ...recorded.options, aspectRatio: '5:4' } }, HEDRA_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a wrong key', recorded, 'key_wrong:secret', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    ['an empty wallet', recorded, HEDRA_EMULATOR_KEY_WITHOUT_BALANCE, { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }],
    ['an unknown model', { ...recorded, model: 'hedra-character-9' }, HEDRA_EMULATOR_KEY, { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
  ] as [string, Submission, string, object][])('for %s is definitely refused', async (_name, wanted, key, expected) => {
    expect(await submit(client(key), wanted)).toEqual({ kind: 'REJECTED', detail: expect.any(String), ...expected })
  })

  it('at the upload was never submitted, whatever the answer', async () => {
    expect(await submit(losing(/\/files$/), recorded)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE' })
    for (const status of [200, 500, 504]) {
      expect(await submit(answering(/\/files$/, status, {}), recorded)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE' })
    }
  })

  it('that nobody can tell the fate of is UNKNOWN', async () => {
    expect(await submit(losing(MODELS), recorded)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 409, 502, 504]) expect(await submit(answering(MODELS, status, {}), recorded)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(MODELS, 202, { status: 'IN_QUEUE' }), recorded)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(MODELS, 500, error('DEADLINE_EXCEEDED')), recorded)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('a look at a job of Hedra', () => {
  it.each([
    ['INTERNAL', 'FAILED'],
    ['UNKNOWN', 'FAILED'],
    ['MODERATION_FAILED', 'MODERATED'],
    ['INVALID_ARGUMENT', 'INVALID_INPUT'],
    ['UNAVAILABLE', 'UNAVAILABLE'],
  ])('that failed of %s is %s', async (code, refusal) => {
    const failing = client(HEDRA_EMULATOR_KEY, async (url) =>
      Response.json(STATUS.test(url) ? { job_id: 'job_1', status: 'FAILED', progress: null } : { job_id: 'job_1', status: 'FAILED', outputs: [], ...error(code) }),
    )
    expect(await poll(failing, job)).toMatchObject({ kind: 'FAILED', refusal })
  })

  it('takes a job that is not there, or an output that has expired, as lost', async () => {
    expect(await looked(job, 0)).toMatchObject({ kind: 'MISSING' })
    const expired = client(HEDRA_EMULATOR_KEY, async () => Response.json({ status: 'COMPLETED', outputs: [{ status: 'EXPIRED', url: null }] }))
    expect(await poll(expired, job)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
  })

  it('that fails says nothing about the work', async () => {
    for (const status of [500, 502, 503]) expect(await poll(answering(STATUS, status, error('INTERNAL')), job)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(answering(STATUS, 429, {}, { 'retry-after': '9' }), job)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(await poll(answering(STATUS, 401, error('UNAUTHORIZED')), job)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll(losing(STATUS), job)).toMatchObject({ kind: 'UNREACHABLE' })
    const strange = client(HEDRA_EMULATOR_KEY, async () => Response.json({ status: 'DREAMING' }))
    expect(await poll(strange, job)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('finding a submission to Hedra whose answer was lost', () => {
  it('is answered with the same speech for a text', async () => {
    const ref = await accepted(spoken)
    expect(await find(client(), spoken)).toMatchObject({ kind: 'FOUND', ref: { speechJobId: ref.speechJobId } })
  })

  it('stays open for a recording that was accepted, and makes the one that never was', async () => {
    expect(await find(client(), recorded)).toMatchObject({ kind: 'FOUND' })
    expect(await find(client(), recorded)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('is ABSENT where it is invalid, and open after any trouble', async () => {
    expect(await find(client(), showing('https://example.com/none.png'))).toEqual({ kind: 'ABSENT' })
    expect(await find(losing(MODELS), recorded)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await find(answering(MODELS, 500, {}), recorded)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('Hedra without a key', () => {
  it('is not configured', () => {
    expect(hedraRegistration.authorize(() => undefined)).toBeUndefined()
  })
})

describe.each(hedraModels.map((model): [string, Model] => [model.id, model]))('the row %s', (_id, model) => {
  const { input } = model.inputs.audio ? recorded : spoken

  it('has a price and an acceptance of the upstream for every choice', async () => {
    for (const [name, option] of Object.entries(model.options)) {
      const values = option.kind === 'choice' ? option.allowed : option.kind === 'number' ? [option.min, option.max] : ['calm']
      if (option.kind === 'int') continue
      for (const value of values) {
        const { options, adjustments } = fitOptions(model, { [name]: value }, input)
        expect(adjustments).toEqual([])
        expect(creditsOf(model, { options, text: input.text ?? '', outputs: 1 })).toBeGreaterThan(0)
        const outcome = await submit(client(), { ...recorded, externalId: `gen_${name}${value}-1`, model: model.upstreamModel, input, options })
        expect(outcome, `${name} ${value}`).toMatchObject({ kind: 'ACCEPTED' })
      }
    }
  })
})

describe('the prices of Hedra', () => {
  it('go by the seconds asked for with a recording, and by how long it takes to speak with a text', () => {
    const [character, avatar] = hedraModels
    expect(creditsOf(character, { options: { duration: 15 }, text: 'a scene', outputs: 1 })).toBe(1800)
    expect(creditsOf(avatar, { options: { speed: 1 }, text: 'a'.repeat(150), outputs: 1 })).toBe(1300)
  })
})

/** @param value little-endian, so many bytes behind the mark */
function forged(bytes: Uint8Array, mark: RegExp, behind: number, value: number): Uint8Array {
  const copy = bytes.slice()
  new DataView(copy.buffer).setUint32((mark.exec(String.fromCharCode(...copy))?.index ?? 0) + behind, value, true)
  return copy
}
