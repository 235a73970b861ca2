// Luma's adapter against its emulator, through the real client; and its rows.
import { describe, expect, it } from 'vitest'
import { lumaModels } from '../../../src/catalog/models/luma.ts'
import type { Model } from '../../../src/domain/model.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { lumaRegistration } from '../../../src/upstreams/luma/adapter.ts'
import { LUMA_EMULATOR_KEY, LUMA_EMULATOR_KEY_WITHOUT_CREDITS, lumaEmulator } from '../../../emulators/luma/twin.ts'
import { adapterBench } from '../bench.ts'

const { submit, poll, cancel } = lumaRegistration.upstream
const { client, answering, losing, accepted, looked, sent, emulated } = adapterBench(lumaRegistration, lumaEmulator, LUMA_EMULATOR_KEY, '/dream-machine/v1')

const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'ray-2',
  type: 'VIDEO',
  input: { text: 'Beautiful sunset over ocean' },
  options: { duration: 9, resolution: '720p', aspectRatio: '16:9', loop: false },
}

function saying(text: string): Submission {
  return { ...submission, input: { text } }
}

describe('a submission to Luma', () => {
  it('says the seconds as a string, and nothing that was not asked for', async () => {
    await accepted(submission)
    const request = sent[0]
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(`${emulated.origin}/dream-machine/v1/generations/video`)
    expect(request?.headers.get('authorization')).toBe(`Bearer ${LUMA_EMULATOR_KEY}`)
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(await request?.json()).toEqual({
      model: 'ray-2',
      prompt: 'Beautiful sunset over ocean',
      aspect_ratio: '16:9',
      duration: '9s',
      resolution: '720p',
      loop: false,
    })
  })

  it('sends the first and the last image as key frames', async () => {
    await accepted({ ...submission, input: { text: 'grow old', image: 'https://example.com/a.jpg', lastImage: 'https://example.com/b.jpg' } })
    expect(await sent[0]?.json()).toMatchObject({
      keyframes: { frame0: { type: 'image', url: 'https://example.com/a.jpg' }, frame1: { type: 'image', url: 'https://example.com/b.jpg' } },
    })
  })

  it.each([
    ['[[moderated]] a fight', { kind: 'REJECTED', refusal: 'MODERATED' }],
    ['[[429]]', { kind: 'REJECTED', refusal: 'BUSY' }],
    ['[[500]]', { kind: 'REJECTED', refusal: 'UNAVAILABLE' }],
    ['no', { kind: 'REJECTED', refusal: 'INVALID_INPUT' }],
  ])('that the emulator refuses for %s is a definite refusal', async (text, expected) => {
    const outcome = await submit(client(), saying(text))
    expect(outcome).toMatchObject(expected)
    expect(outcome).not.toHaveProperty('alarm')
  })

  it('raises the alarm for a refused key and for an empty balance', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client('luma-wrong'), submission)).toMatchObject(alarm)
    expect(await submit(client(LUMA_EMULATOR_KEY_WITHOUT_CREDITS), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
    expect(await submit(answering(400, { detail: 'Insufficient credits' }), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
    expect(await submit(answering(404, { detail: 'Not Found' }), submission)).toMatchObject(alarm)
  })

  it('that is rate-limited says when to come back', async () => {
    const outcome = await submit(answering(429, { detail: 'Rate limit exceeded' }, { 'retry-after': '17' }), submission)
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 17 })
  })

  it('that nobody can tell the fate of is UNKNOWN', async () => {
    expect(await submit(losing(), submission)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 502, 504]) expect(await submit(answering(status, {}), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(500, { detail: 'Luma API timed out' }), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(201, { state: 'queued' }), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it('is not called moderated for words of the caller that the complaint repeats', async () => {
    const detail = [{ type: 'string_too_short', loc: ['body', 'prompt'], msg: 'String should have at least 3 characters', input: 'not allowed' }]
    expect(await submit(answering(422, { detail }), submission)).toMatchObject({ refusal: 'INVALID_INPUT' })
  })
})

describe('a look at a generation of Luma', () => {
  it('sees it queued, dreaming and completed, with a link that needs no key', async () => {
    const ref = await accepted(submission)
    expect(await looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 3)).toEqual({ kind: 'PENDING', started: true })
    const done = await looked(ref, 7.5)
    if (done?.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    const media = await emulated.fetch(done.outputs[0].url)
    expect(media.headers.get('content-type')).toBe('video/mp4')
    expect(await looked(ref, 60)).toEqual(done)
  })

  it('reads the answer as it was recorded', async () => {
    const recorded = {
      id: 'd1ad97c4-9d8f-4e3a-9c2e-3b8c0b9b1e2a', generation_type: 'video', state: 'queued', failure_reason: null,
      created_at: '2025-05-30T12:34:56.000Z', assets: null, model: 'ray-2',
      request: {
        generation_type: 'video', prompt: 'a cat', aspect_ratio: '16:9', loop: false, keyframes: null, callback_url: null,
        model: 'ray-2', resolution: '720p', duration: '5s',
      },
    }
    expect(await submit(answering(201, recorded), submission)).toEqual({ kind: 'ACCEPTED', ref: { id: recorded.id } })
    expect(await poll?.(answering(200, recorded), { id: recorded.id })).toEqual({ kind: 'PENDING', started: false })
    expect(sent[1]?.url).toBe(`${emulated.origin}/dream-machine/v1/generations/${recorded.id}`)
  })

  it('tells its own failure from moderation and from an image it cannot read', async () => {
    const failed = await accepted(saying('[[fail]] a cat'))
    const moderated = await accepted({ ...submission, input: { text: '[[moderated]]', image: 'https://example.com/a.jpg' } })
    expect(await looked(failed, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
    expect(await looked(moderated, 8)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
    const unreadable = { id: '1', state: 'failed', failure_reason: '400: failed to read user input image' }
    expect(await poll?.(answering(200, unreadable), { id: '1' })).toMatchObject({ kind: 'FAILED', refusal: 'INPUT_MEDIA' })
  })

  it('takes a generation that is not there as lost', async () => {
    expect(await looked({ id: 'c0ffee00-0000-4000-8000-000000000000' }, 0)).toMatchObject({ kind: 'MISSING' })
  })

  it('that fails says nothing about the work', async () => {
    const ref = { id: '1' }
    for (const status of [500, 502, 503]) expect(await poll?.(answering(status, { detail: 'x' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(answering(429, {}, { 'retry-after': '9' }), ref)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(await poll?.(answering(401, { detail: 'Invalid API key' }), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll?.(answering(200, { id: '1', state: 'completed', assets: null }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(answering(200, { id: '1', state: 'composting' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll?.(losing(), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('cancelling at Luma', () => {
  it('removes the generation, once', async () => {
    const ref = await accepted(submission)
    expect(await cancel?.(client(), ref)).toEqual({ kind: 'CANCELLED' })
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE'])
    expect(await cancel?.(client(), ref)).toEqual({ kind: 'TOO_LATE' })
  })

  it('looks first, and never deletes what is finished', async () => {
    const ref = await accepted(submission)
    const done = await looked(ref, 60)
    expect(await cancel?.(client(), ref)).toEqual({ kind: 'TOO_LATE' })
    expect(await looked(ref, 61)).toEqual(done)
  })

  it('that gets no clear answer is UNREACHABLE', async () => {
    expect(await cancel?.(losing(), { id: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await cancel?.(answering(500, {}), { id: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('Luma without a key', () => {
  it('is not configured', () => {
    expect(lumaRegistration.authorize(() => undefined)).toBeUndefined()
  })
})

describe.each(lumaModels.map((model): [string, Model] => [model.id, model]))('the row %s', (_id, model) => {
  it('has a price for every resolution, and defaults among what is allowed', () => {
    const { resolution, duration, aspectRatio } = model.options
    if (model.price.kind !== 'second' || resolution?.kind !== 'choice') throw new Error('unexpected row')
    expect(Object.keys(model.price.usdPerSecond).toSorted()).toEqual(resolution.allowed.toSorted())
    for (const option of [resolution, duration, aspectRatio]) {
      if (option?.kind !== 'choice' && option?.kind !== 'int') throw new Error('unexpected option')
      expect(option.allowed).toContain(option.default)
    }
  })

  it('is accepted by the emulator for every allowed value', async () => {
    for (const [name, option] of Object.entries(model.options)) {
      const values = option.as === 'prompt' ? [] : 'allowed' in option ? (option.allowed ?? []) : [true, false]
      for (const value of values) {
        const outcome = await submit(client(), { ...submission, model: model.upstreamModel, options: { ...submission.options, [name]: value } })
        expect(outcome, `${name} ${value}`).toMatchObject({ kind: 'ACCEPTED' })
      }
    }
  })
})
