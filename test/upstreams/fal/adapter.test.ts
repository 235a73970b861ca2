// fal's adapter against its emulator, through the real client; and the rows it serves.
import { describe, expect, it } from 'vitest'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model, OptionValue } from '../../../src/domain/model.ts'
import { fluxKreaModels, loraModels } from '../../../src/catalog/models/flux-krea.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { falRegistration } from '../../../src/upstreams/fal/adapter.ts'
import { FAL_EMULATOR_KEY, FAL_EMULATOR_KEY_WITHOUT_BALANCE, falEmulator } from '../../../emulators/fal/twin.ts'
import { START_MS, adapterBench } from '../bench.ts'

const { submit, poll, cancel } = falRegistration.upstream
const { client, answering, losing, accepted, looked, clock, sent, emulated } = adapterBench(falRegistration, falEmulator, FAL_EMULATOR_KEY)

const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'fal-ai/flux-1/krea',
  type: 'IMAGE',
  input: { text: 'A potter at her wheel' },
  options: { aspectRatio: '16:9', quality: 'high', megapixels: 1, acceleration: 'none', n: 1, seed: 42, outputFormat: 'png', guidance: 4.5 },
}

function saying(text: string, options: Record<string, OptionValue> = {}): Submission {
  return { ...submission, input: { text }, options: { ...submission.options, ...options } }
}

/** A client whose upstream has completed the request, with this result. */
function completed(status: number, body: unknown, headers: Record<string, string> = {}, completion: object = {}) {
  return client(FAL_EMULATOR_KEY, async (url) =>
    url.includes('/status') ? Response.json({ status: 'COMPLETED', ...completion }) : Response.json(body, { status, headers }),
  )
}

const complaint = (type: string) => ({ detail: [{ loc: ['body', 'prompt'], msg: 'no', type }] })
const ref: UpstreamRef = { requestId: '1', statusUrl: 'https://queue.fal.run/fal-ai/flux-1/requests/1/status', responseUrl: 'https://queue.fal.run/fal-ai/flux-1/requests/1', cancelUrl: 'https://queue.fal.run/fal-ai/flux-1/requests/1/cancel' }

describe('a submission to fal', () => {
  it('is the input of the model itself, posted to its endpoint', async () => {
    await accepted(submission)
    const request = sent[0]
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(`${emulated.origin}/fal-ai/flux-1/krea`)
    expect(request?.headers.get('authorization')).toBe(`Key ${FAL_EMULATOR_KEY}`)
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(await request?.json()).toEqual({
      prompt: 'A potter at her wheel',
      image_size: { width: 1312, height: 736 },
      num_inference_steps: 40,
      guidance_scale: 4.5,
      acceleration: 'none',
      seed: 42,
      num_images: 1,
      output_format: 'png',
      enable_safety_checker: true,
    })
  })

  it('to Stable Diffusion carries the LoRA and names the format its own way', async () => {
    const options = { aspectRatio: '1:1', outputFormat: 'jpeg', lora: 'https://example.com/ink.safetensors', loraScale: 0.8 }
    await accepted({ ...submission, model: 'fal-ai/fast-sdxl', input: { text: 'a crane', negativeText: 'blurry' }, options })
    expect(await sent[0]?.json()).toEqual({
      prompt: 'a crane',
      negative_prompt: 'blurry',
      image_size: { width: 992, height: 992 },
      format: 'jpeg',
      loras: [{ path: 'https://example.com/ink.safetensors', scale: 0.8 }],
      enable_safety_checker: true,
    })
  })

  it('keeps the URLs as they were returned', async () => {
    const recorded = {
      request_id: '764cabcf-b745-4b3e-ae38-1200304cf45b', status: 'IN_QUEUE', queue_position: 0,
      response_url: 'https://queue.fal.run/fal-ai/flux/requests/764cabcf-b745-4b3e-ae38-1200304cf45b',
      status_url: 'https://queue.fal.run/fal-ai/flux/requests/764cabcf-b745-4b3e-ae38-1200304cf45b/status',
      cancel_url: 'https://queue.fal.run/fal-ai/flux/requests/764cabcf-b745-4b3e-ae38-1200304cf45b/cancel',
    }
    expect(await submit(answering(200, recorded), submission)).toEqual({
      kind: 'ACCEPTED',
      ref: { requestId: recorded.request_id, statusUrl: recorded.status_url, responseUrl: recorded.response_url, cancelUrl: recorded.cancel_url },
    })
  })

  it('refused by its limit or its own error is definitely refused', async () => {
    expect(await submit(client(), saying('[[429]]'))).toEqual({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 5, detail: expect.any(String) })
    expect(await submit(client(), saying('[[500]]'))).toEqual({ kind: 'REJECTED', refusal: 'UNAVAILABLE', detail: expect.any(String) })
    expect(await submit(answering(503, {}), submission)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE' })
  })

  it('raises the alarm for a refused key, an exhausted balance and a missing endpoint', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client('wrong:key'), submission)).toMatchObject(alarm)
    expect(await submit(client(FAL_EMULATOR_KEY_WITHOUT_BALANCE), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
    expect(await submit(client(), { ...submission, model: 'fal-ai/flux-9/krea' })).toMatchObject(alarm)
  })

  it('found wrong at once is invalid, or moderated where it says so', async () => {
    expect(await submit(answering(422, complaint('missing')), submission)).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
    expect(await submit(answering(422, complaint('content_policy_violation')), submission)).toMatchObject({ kind: 'REJECTED', refusal: 'MODERATED' })
  })

  it('that nobody can tell the fate of is UNKNOWN', async () => {
    expect(await submit(losing(), submission)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 502, 504]) expect(await submit(answering(status, {}), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(200, { request_id: '1' }), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('a look at a request of fal', () => {
  it('sees it queued, worked on and completed, by the URLs of owner and app', async () => {
    const at = await accepted(saying('a potter', { n: 2 }))
    expect(await looked(at, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(at, 2)).toEqual({ kind: 'PENDING', started: true })
    const done = await looked(at, 3.5)
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect(done.outputs).toHaveLength(2)
    expect(done).not.toHaveProperty('withheld')
    expect((await emulated.fetch(done.outputs[0].url)).headers.get('content-type')).toBe('image/png')
    const [, queued] = sent
    expect(queued?.url).toMatch(/\/fal\/fal-ai\/flux-1\/requests\/[\w-]+\/status\?logs=0$/)
    expect(sent.at(-1)?.url).toMatch(/\/fal\/fal-ai\/flux-1\/requests\/[\w-]+$/)
    expect(sent.at(-1)?.headers.get('authorization')).toBe(`Key ${FAL_EMULATOR_KEY}`)
  })

  it('takes a completed request whose result is 422 as refused, not as done', async () => {
    const at = await accepted(saying('a potter', { guidance: 99 }))
    expect(await looked(at, 4)).toMatchObject({ kind: 'FAILED', refusal: 'INVALID_INPUT' })
  })

  it('takes blackened images as moderated, and counts those among others as withheld', async () => {
    const at = await accepted(saying('[[moderated]]'))
    expect(await looked(at, 4)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    const images = [{ url: 'https://v3.fal.media/files/a.png' }, { url: 'https://v3.fal.media/files/b.png' }]
    expect(await poll(completed(200, { images, has_nsfw_concepts: [true, false] }), ref)).toEqual({
      kind: 'DONE',
      outputs: [{ kind: 'url', url: 'https://v3.fal.media/files/b.png' }],
      withheld: 1,
    })
  })

  it('reads the result as it was recorded', async () => {
    const recorded = {
      images: [{ url: 'https://v3.fal.media/files/panda/a.png', width: 1024, height: 768, content_type: 'image/png' }],
      timings: {}, seed: 1, has_nsfw_concepts: [false], prompt: 'a potter',
    }
    expect(await poll(completed(200, recorded), ref)).toEqual({ kind: 'DONE', outputs: [{ kind: 'url', url: recorded.images[0]?.url }] })
  })

  it.each([
    ['content_policy_violation', 'MODERATED'],
    ['no_media_generated', 'FAILED'],
    ['file_download_error', 'INPUT_MEDIA'],
  ])('whose result complains of %s is %s', async (type, refusal) => {
    expect(await poll(completed(422, complaint(type)), ref)).toMatchObject({ kind: 'FAILED', refusal })
  })

  it('takes a server error as the verdict only where it is said to be one', async () => {
    const at = await accepted(saying('[[fail]]'))
    expect(await looked(at, 4)).toMatchObject({ kind: 'FAILED', refusal: 'UNAVAILABLE' })
    expect(await poll(completed(500, { detail: 'boom' }, {}, { error: 'Invalid status code: 500' }), ref)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
    expect(await poll(completed(500, { detail: 'boom' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(completed(429, {}, { 'retry-after': '3' }), ref)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 3 })
  })

  it('takes a request that is not there as lost', async () => {
    const at = { ...ref, statusUrl: `${emulated.origin}/fal-ai/flux-1/requests/1/status` }
    expect(await looked(at, 0)).toMatchObject({ kind: 'MISSING' })
    expect(await poll(completed(404, {}), ref)).toMatchObject({ kind: 'MISSING' })
  })

  it('that fails says nothing about the work', async () => {
    for (const status of [500, 502, 503]) expect(await poll(answering(status, {}), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(answering(429, {}, { 'retry-after': '9' }), ref)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(await poll(answering(401, {}), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll(answering(200, { status: 'DREAMING' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(completed(200, { images: [] }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(losing(), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('cancelling at fal', () => {
  it('works while the request is queued, by PUT to the URL it returned', async () => {
    const at = await accepted(submission)
    expect(await cancel(client(), at)).toEqual({ kind: 'CANCELLED' })
    expect(sent.at(-1)).toMatchObject({ method: 'PUT', url: at.cancelUrl })
  })

  it('is too late once it is worked on', async () => {
    const at = await accepted(submission)
    clock.nowMs += 2000
    expect(await cancel(client(), at)).toEqual({ kind: 'TOO_LATE' })
    expect(sent.map(({ method }) => method)).not.toContain('PUT')
  })

  it('that gets no clear answer is UNREACHABLE', async () => {
    expect(await cancel(losing(), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await cancel(answering(500, {}), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('fal without a key', () => {
  it('is not configured', () => {
    expect(falRegistration.authorize(() => undefined)).toBeUndefined()
  })
})

const rows: readonly Model[] = [...fluxKreaModels, ...loraModels]
describe.each(rows.map((model) => [model.id, model] as const))('the row %s', (_id, model) => {
  it('is served to the end with its defaults and with every allowed value, within its megapixels', async () => {
    for (const [name, option] of Object.entries(model.options)) {
      if (option.as === 'prompt' || option.kind === 'media') continue
      const values = 'allowed' in option ? (option.allowed ?? []) : option.kind === 'seed' || option.kind === 'int' || option.kind === 'number' ? [option.min, option.max] : []
      for (const value of values) {
        const { options, adjustments } = fitOptions(model, { [name]: value }, { text: 'x' })
        expect(adjustments).toEqual([])
        expect(creditsOf(model, { options, text: '', outputs: Number(options.n) })).toBeGreaterThan(0)
        clock.nowMs = START_MS
        const at = await accepted({ ...submission, model: model.upstreamModel, options })
        const { image_size: size }: { image_size: { width: number; height: number } } = await new Response(sent.at(-1)?.body).json()
        const pixels = size.width * size.height
        const budget = Number(options.megapixels ?? 1) * 1_000_000
        expect(pixels).toBeLessThanOrEqual(budget)
        expect(pixels).toBeGreaterThan(budget * 0.9)
        if (name !== 'aspectRatio') continue
        expect(await looked(at, 4), `${name} ${value}`).toMatchObject({ kind: 'DONE' })
      }
    }
  })

  it('costs by the image', () => {
    const [one = 0, four = 0] = [1, 4].map((outputs) => creditsOf(model, { options: {}, text: '', outputs }))
    expect(one).toBeGreaterThan(0)
    expect(four).toBe(4 * one)
  })
})
