// The adapter of Black Forest Labs against its emulator, through the real client; and its rows.
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { bflModels } from '../../../src/catalog/models/bfl.ts'
import type { Model } from '../../../src/domain/model.ts'
import { bflRegistration } from '../../../src/upstreams/bfl/adapter.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { BFL_EMULATOR_KEY, BFL_EMULATOR_KEY_WITHOUT_CREDITS, bflEmulator } from '../../../emulators/bfl/twin.ts'
import { ratioOf } from '../../../emulators/bfl/request.ts'
import { START_MS, adapterBench } from '../bench.ts'

/** What a submission says of the image's shape: pixels, or words. */
const Shape = v.object({ width: v.optional(v.number(), 0), height: v.optional(v.number(), 0), aspect_ratio: v.optional(v.string()) })

const { submit, poll } = bflRegistration.upstream
const { client, losing, accepted, looked, clock, sent, emulated } = adapterBench(bflRegistration, bflEmulator, BFL_EMULATOR_KEY)

const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'flux-pro-1.1-ultra',
  type: 'IMAGE',
  input: { text: 'Photorealistic portrait in Rembrandt style' },
  options: { aspectRatio: '16:9', seed: 42, outputFormat: 'jpeg', raw: false },
}

function saying(text: string): Submission {
  return { ...submission, input: { text } }
}

/** A client whose upstream answers everything so. */
function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  return client(BFL_EMULATOR_KEY, async () => Response.json(body, { status, headers }), bflRegistration.defaultBaseUrl)
}

async function bodyOf(wanted: Submission): Promise<unknown> {
  await accepted(wanted)
  return sent.at(-1)?.json()
}

describe('a submission to Black Forest Labs', () => {
  it('names the model in the path, and the ratio in words where the route takes words', async () => {
    await accepted(submission)
    const request = sent[0]
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(`${emulated.origin}/v1/flux-pro-1.1-ultra`)
    expect(request?.headers.get('x-key')).toBe(BFL_EMULATOR_KEY)
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(await request?.json()).toEqual({
      prompt: 'Photorealistic portrait in Rembrandt style',
      aspect_ratio: '16:9',
      seed: 42,
      output_format: 'jpeg',
      raw: false,
    })
  })

  it('turns the ratio into pixels where the route takes pixels', async () => {
    const dev = { ...submission, model: 'flux-dev', options: { aspectRatio: '9:16', steps: 20, guidance: 2.5, outputFormat: 'png' } }
    expect(await bodyOf(dev)).toEqual({
      prompt: submission.input.text, width: 768, height: 1376, steps: 20, guidance: 2.5, output_format: 'png',
    })
  })

  it('sends reference images by URL or as bare base64, in order', async () => {
    const kontext: Submission = {
      ...submission,
      model: 'flux-kontext-pro',
      input: { text: 'make it winter', image: 'data:image/png;base64,iVBORw0KGgo=', images: ['https://example.com/b.jpg', 'https://example.com/c.jpg'] },
      options: { outputFormat: 'png' },
    }
    expect(await bodyOf(kontext)).toEqual({
      prompt: 'make it winter',
      input_image: 'iVBORw0KGgo=',
      input_image_2: 'https://example.com/b.jpg',
      input_image_3: 'https://example.com/c.jpg',
      output_format: 'png',
    })
    const listed = { ...kontext, input: { text: 'make it winter', images: ['https://example.com/b.jpg'] } }
    expect(await bodyOf(listed)).toMatchObject({ input_image: 'https://example.com/b.jpg' })
  })

  it('that breaks a rule of the route is invalid', async () => {
    const outcome = await submit(client(), { ...submission, model: 'flux-dev', options: { steps: 51 } })
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
    expect(outcome).toHaveProperty('detail', expect.stringContaining('"loc":["body","steps"]'))
  })

  it('raises the alarm for a refused key, an empty balance and a route that is gone', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client('wrong'), submission)).toMatchObject({ ...alarm, detail: '403: {"detail":"Invalid API key format"}' })
    expect(await submit(client('11111111-7425-40de-944b-e07fc1f90ae7'), submission)).toMatchObject({ ...alarm, detail: '403: {"detail":"Not authenticated"}' })
    expect(await submit(answering(401, { detail: 'Not authenticated' }), submission)).toMatchObject(alarm)
    expect(await submit(client(BFL_EMULATOR_KEY_WITHOUT_CREDITS), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
    expect(await submit(client(), { ...submission, model: 'flux-pro' })).toMatchObject(alarm)
  })

  it('that is over the concurrency, or comes while it is not available, was not accepted', async () => {
    expect(await submit(client(), saying('[[429]]'))).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 5 })
    expect(await submit(answering(503, {}), submission)).toEqual({ kind: 'REJECTED', refusal: 'UNAVAILABLE', detail: expect.any(String) })
  })

  it('that nobody can tell the fate of is UNKNOWN', async () => {
    expect(await submit(losing(), submission)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 502, 504]) expect(await submit(answering(status, {}), submission)).toMatchObject({ kind: 'UNKNOWN' })
    // "500: submit only if surely not accepted", and it has no idempotency key.
    expect(await submit(client(), saying('[[500]]'))).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(200, { cost: 4 }), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('a look at a task of Black Forest Labs', () => {
  it('sees it pending, working and ready; the link lives ten minutes', async () => {
    const ref = await accepted(submission)
    expect(await looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 2)).toEqual({ kind: 'PENDING', started: true, progress: 0.5 })
    const done = await looked(ref, 4)
    if (done?.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    const { url } = done.outputs[0]
    const media = await emulated.fetch(url)
    expect(media.headers.get('content-type')).toBe('image/jpeg')
    await media.body?.cancel()
    expect(await looked(ref, 300)).toEqual(done)
    clock.nowMs = START_MS + 604_000
    expect((await emulated.fetch(url)).status).toBe(403)
  })

  it('goes to the polling URL as it came, with our key, also on another host of theirs', async () => {
    const recorded = {
      id: 'a1b2', polling_url: 'https://api.eu4.bfl.ai/v1/get_result?id=a1b2', cost: 4.0, input_mp: 0.0, output_mp: 1.05,
    }
    const outcome = await submit(answering(200, recorded), submission)
    expect(outcome).toEqual({ kind: 'ACCEPTED', ref: { id: 'a1b2', pollingUrl: recorded.polling_url } })
    if (outcome.kind !== 'ACCEPTED') return
    await poll?.(answering(200, { id: 'a1b2', status: 'Pending', result: null }), outcome.ref)
    expect(sent[1]?.url).toBe(recorded.polling_url)
    expect(sent[1]?.headers.get('x-key')).toBe(BFL_EMULATOR_KEY)
  })

  it('never shows our key to a host that is not theirs', async () => {
    for (const host of ['api.bfl.ai.example.com', 'delivery.eu4.bfl.ai', 'evil-bfl.ai', 'api.bfl.ai:8443']) {
      await poll?.(answering(200, {}), { id: 'a1b2', pollingUrl: `https://${host}/v1/get_result?id=a1b2` })
      expect(sent.at(-1)?.headers.has('x-key'), host).toBe(false)
    }
  })

  it('adds the id where the polling URL lacks it, and asks the base URL where there is none', async () => {
    await poll?.(answering(200, {}), { id: 'a1b2', pollingUrl: 'https://api.us.bfl.ai/v1/get_result' })
    expect(sent[0]?.url).toBe('https://api.us.bfl.ai/v1/get_result?id=a1b2')
    const outcome = await submit(answering(200, { id: 'a1b2', status: 'Pending' }), submission)
    expect(outcome).toEqual({ kind: 'ACCEPTED', ref: { id: 'a1b2' } })
    await poll?.(answering(200, {}), { id: 'a1b2' })
    expect(sent.at(-1)?.url).toBe('https://api.bfl.ai/v1/get_result?id=a1b2')
  })

  it('tells moderation of the request and of the content from its own failure', async () => {
    const request = await accepted(saying('[[moderated]] a fight'))
    const content = await accepted({
      ...submission, model: 'flux-kontext-max', input: { text: '[[moderated]]', image: 'https://example.com/a.jpg' }, options: {},
    })
    const failed = await accepted(saying('[[fail]]'))
    expect(await looked(request, 1.5)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED', detail: expect.stringContaining('Request Moderated') })
    expect(await looked(content, 1.5)).toMatchObject({ kind: 'PENDING' })
    expect(await looked(content, 4)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED', detail: expect.stringContaining('Content Moderated') })
    expect(await looked(failed, 4)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
  })

  it('takes a task that is not there as lost, with 200 and with 404', async () => {
    expect(await looked({ id: 'c0ffee' }, 0)).toMatchObject({ kind: 'MISSING' })
    expect(await poll?.(answering(404, { id: 'c0ffee', status: 'Task not found' }), { id: 'c0ffee' })).toMatchObject({ kind: 'MISSING' })
  })

  it('knows the newer words for work in progress', async () => {
    for (const status of ['Reasoning', 'Generating']) {
      expect(await poll?.(answering(200, { id: '1', status, progress: null }), { id: '1' })).toEqual({ kind: 'PENDING', started: true })
    }
  })

  it('that fails says nothing about the work', async () => {
    const ref = { id: '1' }
    for (const status of [422, 500, 502, 503]) expect(await poll?.(answering(status, { detail: 'x' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(answering(429, {}, { 'retry-after': '9' }), ref)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(await poll?.(client('wrong'), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll?.(answering(200, { id: '1', status: 'Ready', result: {} }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(answering(200, { id: '1', status: 'Composting' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(losing(), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('what Black Forest Labs cannot do', () => {
  it('is absent: cancelling, finding', () => {
    expect(bflRegistration.upstream).not.toHaveProperty('cancel')
    expect(bflRegistration.upstream).not.toHaveProperty('find')
    expect(bflRegistration.authorize(() => undefined)).toBeUndefined()
  })
})

describe('the prices of FLUX', () => {
  it('are the published ones', () => {
    const credits = bflModels.flatMap((model) => (model.price.kind === 'credits' ? [[model.id, model.price.creditsPerOutput]] : []))
    expect(Object.fromEntries(credits)).toEqual({ 'flux-dev': 50, 'flux-pro': 100, 'flux-pro-1.1': 250, 'flux-ultra': 200 })
    const usd = bflModels.flatMap((model) => (model.price.kind === 'table' ? [[model.id, model.price.usdPerOutput]] : []))
    expect(Object.fromEntries(usd)).toEqual({ 'flux-kontext-pro': { '': 0.04 }, 'flux-kontext-max': { '': 0.08 } })
  })
})

describe.each(bflModels.map((model): [string, Model] => [model.id, model]))('the row %s', (_id, model) => {
  it('has defaults among what is allowed, and a successor that can do the same', () => {
    for (const option of Object.values(model.options)) {
      if (option.kind === 'choice' && option.default !== undefined) expect(option.allowed).toContain(option.default)
    }
    const { lifecycle } = model
    if (lifecycle.state === 'active') return
    const successor = bflModels.find(({ id }) => id === lifecycle.successor)
    expect(successor?.options).toEqual(model.options)
  })

  it('is accepted by the emulator for every ratio, and the image has that ratio to within 1.5 %', async () => {
    const { aspectRatio } = model.options
    if (aspectRatio?.kind !== 'choice') throw new Error('no ratio')
    for (const ratio of aspectRatio.allowed) {
      const body = await bodyOf({ ...submission, model: model.upstreamModel, options: { aspectRatio: ratio } })
      const { width, height, aspect_ratio: words } = v.parse(Shape, body)
      if (words === undefined) expect(Math.abs(width / height / (ratioOf(ratio) ?? 0) - 1), ratio).toBeLessThan(0.015)
      else expect(words).toBe(ratio)
    }
  })
})
