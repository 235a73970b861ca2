// Stability's adapter against its emulator, through the real HTTP client; its rows, and how they fit with an image.
import { describe, expect, it } from 'vitest'
import type { SubmissionInput } from '../../../src/domain/upstream.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model, OptionValue } from '../../../src/domain/model.ts'
import { stabilityModels } from '../../../src/catalog/models/stability.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import { probe } from '../../../src/formats/probe.ts'
import type { Submission, SubmitOutcome } from '../../../src/upstreams/contract.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { stabilityRegistration } from '../../../src/upstreams/stability/adapter.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { paintedImage } from '../../../emulators/media.ts'
import { STABILITY_EMULATOR_KEY, STABILITY_EMULATOR_KEY_WITHOUT_CREDITS, stabilityEmulator } from '../../../emulators/stability/twin.ts'
import { whole } from '../bench.ts'

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly fields: Readonly<Record<string, string | File>>
}

const IMAGE_URL = 'https://images.example.com/cat.png'

/** @param answer what stands in the emulator's place, or nothing to let it answer */
function connect(key = STABILITY_EMULATOR_KEY, answer?: (url: string) => Promise<Response> | undefined) {
  const { fetch, origin } = memoryDesk(stabilityEmulator, { nowMs: Date.UTC(2026, 10, 22) })
  const sent: Sent[] = []
  const spy: TestFetch = async (url, init) => {
    const request = new Request(url, init)
    const isForm = request.headers.get('content-type')?.startsWith('multipart/form-data; boundary=') === true
    const fields = isForm ? Object.fromEntries(await request.clone().formData()) : {}
    sent.push({ url, method: request.method, headers: request.headers, fields })
    return answer?.(url) ?? fetch(url, init)
  }
  const authorize = stabilityRegistration.authorize((name) => (name === 'API_KEY' ? key : undefined))
  if (!authorize) throw new Error('not configured')
  const http = upstreamHttp({ baseUrl: origin, authorize }, spy, () => 0)
  return { origin, sent, submit: (asked: Submission) => stabilityRegistration.upstream.submit(http, asked) }
}

function submission(input: SubmissionInput, options: Record<string, OptionValue> = {}, model = 'generate/core'): Submission {
  return { externalId: 'gen_1-1', model, type: 'IMAGE', input, options: { outputFormat: 'png', ...options } }
}

const lake = submission({ text: 'A lake' })

const answering = (status: number, body: BodyInit | null, headers: Record<string, string>) => connect(undefined, async () => new Response(body, { status, headers }))

const json = (status: number, name: string, headers: Record<string, string> = {}) =>
  answering(status, JSON.stringify({ id: 'a1b2', name, errors: ['in its words'] }), { 'content-type': 'application/json', ...headers })

async function dataUrl(width: number, height: number): Promise<string> {
  const { bytes, contentType } = await paintedImage(width, height, 'png', 1)
  return `data:${contentType};base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
}

async function factsOf(outcome: SubmitOutcome) {
  const output = outcome.kind === 'DONE' ? outcome.outputs[0] : undefined
  if (output?.kind !== 'bytes') throw new Error(`no bytes but ${JSON.stringify(outcome)}`)
  const { contentType } = output
  const bytes = whole(output.bytes)
  const facts = await probe({ size: bytes.byteLength, read: async (offset, length) => bytes.slice(offset, offset + length) })
  expect(facts?.contentType).toBe(contentType)
  return facts
}

describe('a submission to Stability', () => {
  it('is a form, and its answer is the image', async () => {
    const { origin, sent, submit } = connect()
    const options = { aspectRatio: '16:9', style: 'Pixel Art', seed: 42, outputFormat: 'jpeg' }
    const outcome = await submit(submission({ text: 'A lake', negativeText: 'people' }, options))
    expect(await factsOf(outcome)).toMatchObject({ contentType: 'image/jpeg', width: 1664, height: 928 })
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ method: 'POST', url: `${origin}/v2beta/stable-image/generate/core` })
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${STABILITY_EMULATOR_KEY}`)
    expect(sent[0]?.headers.get('accept')).toBe('image/*')
    expect(sent[0]?.fields).toEqual({
      prompt: 'A lake', negative_prompt: 'people', aspect_ratio: '16:9', style_preset: 'pixel-art', seed: '42', output_format: 'jpeg',
    })
  })

  it('carries a style of the caller’s own into the prompt', async () => {
    const { sent, submit } = connect()
    expect((await submit(submission({ text: 'A portrait' }, { style: 'Rembrandt' }))).kind).toBe('DONE')
    expect(sent[0]?.fields).toEqual({ prompt: 'A portrait, Rembrandt style', output_format: 'png' })
  })

  it('names the model of SD 3.5 in a field', async () => {
    const { origin, sent, submit } = connect()
    const options = { aspectRatio: '2:3', guidance: 4, strength: 0.6 }
    expect((await submit(submission({ text: 'A lake' }, options, 'sd3.5-large'))).kind).toBe('DONE')
    expect(sent[0]?.url).toBe(`${origin}/v2beta/stable-image/generate/sd3`)
    expect(sent[0]?.fields).toEqual({
      prompt: 'A lake', model: 'sd3.5-large', mode: 'text-to-image', aspect_ratio: '2:3', cfg_scale: '4', output_format: 'png',
    })
  })

  it('sends an image as a file, and has a result of its size', async () => {
    const { sent, submit } = connect()
    const image = await dataUrl(320, 192)
    const options = { aspectRatio: 'source', strength: 0.6 }
    const outcome = await submit(submission({ text: 'A lake', image }, options, 'sd3.5-medium'))
    expect(await factsOf(outcome)).toMatchObject({ width: 320, height: 192 })
    const fields = sent[0]?.fields ?? {}
    expect(fields).toMatchObject({ mode: 'image-to-image', strength: '0.6' })
    expect(fields).not.toHaveProperty('aspect_ratio')
    const file = fields.image
    if (!(file instanceof File)) throw new Error('no file')
    expect(file).toMatchObject({ name: 'image.png', type: 'image/png' })
    expect(btoa(String.fromCharCode(...new Uint8Array(await file.arrayBuffer())))).toBe(image.slice('data:image/png;base64,'.length))
  })

  it.each(['control/sketch', 'control/structure'])('keeps the size of the image with %s', async (model) => {
    const { sent, submit } = connect()
    const outcome = await submit(submission({ text: 'A castle', image: await dataUrl(128, 96) }, { aspectRatio: 'source', controlStrength: 0.7 }, model))
    expect(await factsOf(outcome)).toMatchObject({ width: 128, height: 96 })
    expect(sent[0]?.fields).toMatchObject({ control_strength: '0.7' })
  })

  it('makes another shape in the style of the image', async () => {
    const { sent, submit } = connect()
    const outcome = await submit(submission({ text: 'A castle', image: await dataUrl(128, 96) }, { aspectRatio: '1:1', fidelity: 0.5, outputFormat: 'webp' }, 'control/style'))
    expect(await factsOf(outcome)).toMatchObject({ contentType: 'image/webp', width: 1024, height: 1024 })
    expect(sent[0]?.fields).toMatchObject({ fidelity: '0.5', aspect_ratio: '1:1' })
  })
})

const ofUrl = (image: string) => submission({ text: 'A castle', image }, { aspectRatio: 'source', controlStrength: 0.7 }, 'control/sketch')

describe('an image by URL', () => {
  it('is fetched without our key and sent on as a file', async () => {
    const painted = await paintedImage(128, 96, 'jpeg', 1)
    const { sent, submit } = connect(undefined, (url) => (url === IMAGE_URL ? Promise.resolve(new Response(painted.bytes, { headers: { 'content-type': 'image/jpeg' } })) : undefined))
    expect(await factsOf(await submit(ofUrl(IMAGE_URL)))).toMatchObject({ width: 128, height: 96 })
    expect(sent.map(({ method, url }) => `${method} ${url.slice(0, IMAGE_URL.length)}`)[0]).toBe(`GET ${IMAGE_URL}`)
    expect(sent[0]?.headers.has('authorization')).toBe(false)
    expect(sent[1]?.fields.image).toMatchObject({ name: 'image.jpeg', type: 'image/jpeg' })
  })

  const answers: [string, () => Promise<Response>][] = [
    ['is not there', async () => new Response('', { status: 404 })],
    ['is elsewhere', async () => new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/' } })],
    ['is no image', async () => new Response('<svg/>', { headers: { 'content-type': 'text/html' } })],
    ['is too large', async () => new Response(new Uint8Array(10 * 1024 * 1024), { headers: { 'content-type': 'image/png' } })],
  ]
  it.each(answers)('that %s is invalid, and nothing is submitted', async (_what, answer) => {
    const { sent, submit } = connect(undefined, () => answer())
    expect(await submit(ofUrl(IMAGE_URL))).toEqual({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'image', detail: expect.any(String) })
    expect(sent).toHaveLength(1)
  })

  it('that is not reached lets another model try', async () => {
    const { sent, submit } = connect(undefined, () => Promise.reject(new Error('connection refused')))
    expect(await submit(ofUrl(IMAGE_URL))).toEqual({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'image', forNow: true, detail: expect.stringContaining('connection refused') })
    expect(sent).toHaveLength(1)
  })

  it.each([
    'https://127.0.0.1/cat.png',
    'https://169.254.169.254/latest',
    'https://router.internal/cat.png',
    'http://images.example.com/cat.png',
    'data:image/png;base64,A',
    'data:image/gif;base64,R0lGODdh',
  ])('%s is never asked for', async (image) => {
    const { sent, submit } = connect()
    expect(await submit(ofUrl(image))).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA' })
    expect(sent).toHaveLength(0)
  })
})

describe('what Stability refuses', () => {
  const alarm = { refusal: 'UNAVAILABLE', alarm: 'KEY' }
  const cases: [string, Submission, string, object][] = [
    ['a flagged prompt is moderated', submission({ text: '[[moderated]]' }), STABILITY_EMULATOR_KEY, { refusal: 'MODERATED' }],
    ['a value out of range is invalid', submission({ text: 'A lake' }, { seed: 4_294_967_295 }), STABILITY_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['an unknown model is invalid', submission({ text: 'A lake' }, {}, 'sd3-unknown'), STABILITY_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a control without an image is invalid', submission({ text: 'A lake' }, {}, 'control/sketch'), STABILITY_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['another language than English is invalid', submission({ text: 'एक झील' }), STABILITY_EMULATOR_KEY, { refusal: 'INVALID_INPUT' }],
    ['a wrong key raises the alarm', lake, 'sk-wrong', alarm],
    ['an empty balance raises the alarm', lake, STABILITY_EMULATOR_KEY_WITHOUT_CREDITS, { ...alarm, alarm: 'BALANCE' }],
    ['a route that is gone raises the alarm', submission({ text: 'A lake' }, {}, 'generate/gone'), STABILITY_EMULATOR_KEY, alarm],
    ['the rate limit holds for a minute', submission({ text: '[[429]]' }), STABILITY_EMULATOR_KEY, { refusal: 'BUSY', retryAfterSeconds: 60 }],
    ['its own error is unavailable', submission({ text: '[[500]]' }), STABILITY_EMULATOR_KEY, { refusal: 'UNAVAILABLE' }],
    ['its own failure is unavailable', submission({ text: '[[fail]]' }), STABILITY_EMULATOR_KEY, { refusal: 'UNAVAILABLE' }],
  ]
  it.each(cases)('%s', async (_name, what, key, expected) => {
    expect(await connect(key).submit(what)).toEqual({ kind: 'REJECTED', detail: expect.any(String), ...expected })
  })

  it('an image that came out blurred is moderated, though it is a 200', async () => {
    const image = await dataUrl(128, 96)
    const outcome = await connect().submit(submission({ text: '[[moderated]]', image }, { strength: 0.5 }, 'generate/ultra'))
    expect(outcome).toEqual({ kind: 'REJECTED', refusal: 'MODERATED', detail: 'HTTP 200 CONTENT_FILTERED' })
  })

  it('a person of public life is moderated', async () => {
    expect(await json(422, 'public_figure').submit(lake)).toMatchObject({ kind: 'REJECTED', refusal: 'MODERATED' })
  })

  it('the recorded answer of an empty balance raises the alarm', async () => {
    const recorded = '{"errors":["You lack sufficient credits to make this request. Please purchase more credits at https://platform.stability.ai/account/credits and try again."],"id":"a1b2","name":"payment_required"}'
    expect(await answering(402, recorded, { 'content-type': 'application/json' }).submit(lake)).toMatchObject({ kind: 'REJECTED', ...alarm, alarm: 'BALANCE' })
  })

  it('a form that is too large is invalid, a service that is down unavailable', async () => {
    expect(await json(413, 'payload_too_large').submit(lake)).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
    expect(await json(503, 'unavailable', { 'retry-after': '9' }).submit(lake)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', retryAfterSeconds: 9 })
  })
})

describe('what nobody can tell of Stability', () => {
  it('is UNKNOWN when the connection is lost', async () => {
    const { submit } = connect(undefined, () => Promise.reject(new TypeError('connection lost')))
    expect(await submit(lake)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it.each([408, 502, 504])('is UNKNOWN after HTTP %i', async (status) => {
    expect(await json(status, 'gateway').submit(lake)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it.each<[string, BodyInit | null, Record<string, string>]>([
    ['without a finish reason', 'bytes', { 'content-type': 'image/png' }],
    ['with another finish reason', 'bytes', { 'content-type': 'image/png', 'finish-reason': 'ERROR' }],
    ['of HTML', '<html></html>', { 'content-type': 'text/html', 'finish-reason': 'SUCCESS' }],
    ['without a byte', null, { 'content-type': 'image/png', 'finish-reason': 'SUCCESS' }],
  ])('is UNKNOWN after a 200 %s', async (_what, body, headers) => {
    expect(await answering(200, body, headers).submit(lake)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

const needsImage = (model: Model): boolean => model.inputs.image?.required === true

describe('the rows of Stability', () => {
  const rows: readonly Model[] = stabilityModels
  const each = rows.map((model) => [model.id, model] as const)

  it.each(each)('%s: the upstream takes its defaults', async (_id, model) => {
    const image = await dataUrl(128, 96)
    const inputs: SubmissionInput[] = [...(needsImage(model) ? [] : [{ text: 'A lake' }]), ...(model.inputs.image ? [{ text: 'A lake', image }] : [])]
    for (const input of inputs) {
      const { options } = fitOptions(model, {}, input)
      expect(await connect().submit(submission(input, options, model.upstreamModel))).toMatchObject({ kind: 'DONE' })
    }
  })

  it('takes every aspect ratio it offers', async () => {
    const row = rows.find(({ id }) => id === 'stable-image-core')?.options.aspectRatio
    if (row?.kind !== 'choice') throw new Error('another row')
    for (const aspectRatio of row.allowed) {
      const facts = await factsOf(await connect().submit(submission({ text: 'A lake' }, { aspectRatio, outputFormat: 'webp' })))
      const [width = 0, height = 0] = aspectRatio.split(':').map(Number)
      expect((facts?.width ?? 0) / (facts?.height ?? 1)).toBeCloseTo(width / height, 1)
    }
  })

  it('SD 3.5 keeps the shape of an image, and says so', () => {
    for (const model of rows.filter(({ upstreamModel }) => upstreamModel.startsWith('sd3'))) {
      const { options, adjustments } = fitOptions(model, { aspectRatio: '16:9' }, { text: 'A lake', image: IMAGE_URL })
      expect(options.aspectRatio).toBe('source')
      expect(adjustments).toMatchObject([{ option: 'aspectRatio', requested: '16:9', served: 'source' }])
      expect(fitOptions(model, { aspectRatio: 'source' }, { text: 'A lake' }).options.aspectRatio).toBe('1:1')
      expect(fitOptions(model, { aspectRatio: '4:3' }, { text: 'A lake' }).options.aspectRatio).toBe('5:4')
    }
  })

  it('the longest text with the longest style still fits', async () => {
    for (const model of rows.filter((one) => !needsImage(one))) {
      const text = `${'a'.repeat(model.inputs.text?.maxLength ?? 0)}, standard quality`
      const outcome = await connect().submit(submission({ text }, { style: 'b'.repeat(100), outputFormat: 'webp' }, model.upstreamModel))
      expect(outcome.kind).toBe('DONE')
    }
  })

  it('cost what the list says, whatever the options', () => {
    const credits = Object.fromEntries(rows.map((model) => [model.id, creditsOf(model, { options: {}, text: '', outputs: 1 })]))
    expect(credits).toEqual({
      'stable-image-ultra': 160, 'sd3.5-large': 130, 'stable-image-core': 60, 'sd3.5-large-turbo': 80, 'sd3.5-medium': 70, 'sd3.5-flash': 50,
      'stable-image-control-style': 100, 'stable-image-control-structure': 100, 'stable-image-control-sketch': 100,
    })
  })

  it('without a key the upstream is not configured', () => {
    expect(stabilityRegistration.authorize(() => undefined)).toBeUndefined()
  })
})
