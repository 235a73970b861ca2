// Vidu's adapter against its emulator, through the real client; and its rows.
import { describe, expect, it } from 'vitest'
import type { SubmissionInput, UpstreamRef } from '../../../src/domain/upstream.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model } from '../../../src/domain/model.ts'
import { viduModels } from '../../../src/catalog/models/vidu.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { viduRegistration } from '../../../src/upstreams/vidu/adapter.ts'
import { VIDU_EMULATOR_KEY, VIDU_EMULATOR_KEY_WITHOUT_CREDITS, viduEmulator } from '../../../emulators/vidu/twin.ts'
import { adapterBench } from '../bench.ts'

const { submit, poll, cancel, find } = viduRegistration.upstream
const { client, answering, losing, accepted, looked, clock, sent, emulated } = adapterBench(viduRegistration, viduEmulator, VIDU_EMULATOR_KEY)

const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'viduq3-pro',
  type: 'VIDEO',
  input: { text: 'A watch turns on a marble table' },
  options: { duration: 8, resolution: '720p', aspectRatio: '16:9', sound: true },
}
const FIRST = 'https://example.com/first.png'
const LAST = 'data:image/png;base64,iVBORw0KGgo='

function having(input: SubmissionInput, more: Partial<Submission> = {}): Submission {
  return { ...submission, ...more, input }
}

const refusing = (status: number, reason: string) => answering(status, { code: status, reason, message: 'in its words', metadata: { trace_id: '1' } })

function taskIdOf({ taskId }: UpstreamRef): string {
  if (typeof taskId !== 'string') throw new Error('the reference has no task id')
  return taskId
}

describe('a submission to Vidu', () => {
  it('made from text names the shape, and carries our id as payload', async () => {
    await accepted(submission)
    const request = sent[0]
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(`${emulated.origin}/ent/v2/text2video`)
    expect(request?.headers.get('authorization')).toBe(`Token ${VIDU_EMULATOR_KEY}`)
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(await request?.json()).toEqual({
      model: 'viduq3-pro',
      prompt: 'A watch turns on a marble table',
      duration: 8,
      resolution: '720p',
      aspect_ratio: '16:9',
      audio: true,
      payload: 'gen_1-1',
    })
  })

  it.each([
    ['an image', { image: FIRST }, 'img2video', [FIRST]],
    ['two frames', { text: 'turn', image: FIRST, lastImage: LAST }, 'start-end2video', [FIRST, LAST]],
  ])('made from %s goes by its own route, without a shape', async (_name, input, route, images) => {
    await accepted(having(input))
    expect(sent[0]?.url).toBe(`${emulated.origin}/ent/v2/${route}`)
    const body: unknown = await sent[0]?.json()
    expect(body).toMatchObject({ images })
    expect(body).not.toHaveProperty('aspect_ratio')
  })

  it('made from references goes by the route of references, with its shape', async () => {
    await accepted(having({ text: 'the bag on a beach', images: [FIRST, LAST] }, { model: 'viduq3' }))
    expect(sent[0]?.url).toBe(`${emulated.origin}/ent/v2/reference2video`)
    expect(await sent[0]?.json()).toMatchObject({ images: [FIRST, LAST], aspect_ratio: '16:9' })
  })

  it.each([
    ['a policy violation', having({ text: '[[moderated]] a fight' }), { refusal: 'MODERATED' }],
    ['too much at once', having({ text: '[[429]]' }), { refusal: 'BUSY' }],
    ['its own error', having({ text: '[[500]]' }), { refusal: 'UNAVAILABLE' }],
    ['a last frame alone', having({ text: 'turn', lastImage: LAST }), { refusal: 'INVALID_INPUT' }],
    ['a length it does not make', having({ text: 'turn' }, { options: { duration: 17 } }), { refusal: 'INVALID_INPUT' }],
  ])('refused for %s is definitely refused', async (_name, wanted, expected) => {
    expect(await submit(client(), wanted)).toEqual({ kind: 'REJECTED', detail: expect.any(String), ...expected })
  })

  it('raises the alarm for a refused key and an empty balance', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client('vda_wrong'), submission)).toMatchObject(alarm)
    expect(await submit(client(VIDU_EMULATOR_KEY_WITHOUT_CREDITS), submission)).toMatchObject({ ...alarm, alarm: 'BALANCE' })
  })

  it.each([
    [400, 'FieldInvalid', { refusal: 'INVALID_INPUT' }],
    [400, 'ImageDownloadFailure', { refusal: 'INPUT_MEDIA' }],
    [400, 'AuditSubmitIllegal', { refusal: 'MODERATED' }],
    [400, 'PhotoAuditNotPass', { refusal: 'MODERATED' }],
    [400, 'CreditInsufficient', { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }],
    [400, 'ModelUnavailable', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [400, 'OperationInProcess', { refusal: 'BUSY' }],
    [400, 'SomethingNew', { refusal: 'INVALID_INPUT' }],
    [401, 'Unauthorized', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [403, 'Forbidden', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [404, 'NotFound', { refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    [429, 'SystemThrottling', { refusal: 'BUSY' }],
    [500, 'UNK0001', { refusal: 'UNAVAILABLE' }],
  ])('%i %s is told by its reason', async (status, reason, expected) => {
    expect(await submit(refusing(status, reason), submission)).toEqual({ kind: 'REJECTED', detail: expect.stringContaining(reason), ...expected })
  })

  it('that is rate-limited says when to come back, where Vidu says it', async () => {
    const outcome = await submit(answering(429, { reason: 'TooManyRequests' }, { 'retry-after': '12' }), submission)
    expect(outcome).toMatchObject({ kind: 'REJECTED', retryAfterSeconds: 12 })
  })

  it('that nobody can tell the fate of is UNKNOWN', async () => {
    expect(await submit(losing(), submission)).toMatchObject({ kind: 'UNKNOWN' })
    for (const status of [408, 502, 504]) expect(await submit(answering(status, {}), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(refusing(499, 'Canceled'), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(refusing(409, 'Conflict'), submission)).toMatchObject({ kind: 'UNKNOWN' })
    expect(await submit(answering(200, { state: 'created' }), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it('reads the answer as the documentation prints it', async () => {
    const printed = {
      task_id: 'your_task_id_here', state: 'created', model: 'viduq1', prompt: '…', images: ['…'], duration: 5, seed: 42, resolution: '1080p',
      aspect_ratio: '16:9', movement_amplitude: 'auto', payload: 'job_123', credits: 80, created_at: '2025-01-01T15:41:31.968916Z',
    }
    expect(await submit(answering(200, printed), submission)).toEqual({ kind: 'ACCEPTED', ref: { taskId: 'your_task_id_here' } })
  })
})

describe('a look at a task of Vidu', () => {
  it('sees it wait, work and end with a link that lives 24 hours', async () => {
    const ref = await accepted(submission)
    expect(await looked(ref, 0)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 0.5)).toEqual({ kind: 'PENDING', started: false })
    expect(await looked(ref, 3)).toEqual({ kind: 'PENDING', started: true })
    const done = await looked(ref, 7.5)
    if (done.kind !== 'DONE' || done.outputs[0]?.kind !== 'url') throw new Error(JSON.stringify(done))
    expect((await emulated.fetch(done.outputs[0].url)).headers.get('content-type')).toBe('video/mp4')
    clock.nowMs += 24 * 3600 * 1000
    expect((await emulated.fetch(done.outputs[0].url)).status).toBe(403)
    expect(sent[1]?.url).toBe(`${emulated.origin}/ent/v2/tasks/${taskIdOf(ref)}/creations`)
  })

  it('reads the answer as the documentation prints it', async () => {
    const printed = {
      id: 't1', state: 'success', err_code: '', credits: 80, payload: 'job_123',
      creations: [{ id: 'c1', url: 'https://example.com/c1.mp4', cover_url: 'https://example.com/c1.jpg', watermarked_url: '', duration: 5 }],
    }
    expect(await poll(answering(200, printed), { taskId: 't1' })).toEqual({ kind: 'DONE', outputs: [{ kind: 'url', url: 'https://example.com/c1.mp4', posterUrl: 'https://example.com/c1.jpg' }] })
  })

  it.each([
    ['InternalServiceFailure', { refusal: 'FAILED' }],
    ['UserCancelled', { stopped: true, refusal: 'FAILED' }],
    ['CreationPolicyViolation', { refusal: 'MODERATED' }],
    ['ImageDownloadFailure', { refusal: 'INPUT_MEDIA' }],
    ['CreditInsufficient', { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }],
    [null, { refusal: 'FAILED' }],
  ])('that failed of %s says so', async (code, expected) => {
    const outcome = await poll(answering(200, { state: 'failed', err_code: code, creations: null }), { taskId: '1' })
    expect(outcome).toEqual({ kind: 'FAILED', detail: expect.any(String), ...expected })
  })

  it('meets the outcomes that the emulator can be told to have', async () => {
    const failed = await accepted(having({ text: '[[fail]] a cat' }))
    const moderated = await accepted(having({ text: '[[moderated]]', image: FIRST }))
    expect(await looked(failed, 8)).toMatchObject({ kind: 'FAILED', refusal: 'FAILED' })
    expect(await looked(moderated, 8)).toMatchObject({ kind: 'FAILED', refusal: 'MODERATED' })
  })

  it('takes a task that is not there as lost', async () => {
    expect(await looked({ taskId: '1' }, 0)).toMatchObject({ kind: 'MISSING' })
  })

  it('that fails says nothing about the work', async () => {
    const ref = { taskId: '1' }
    for (const status of [500, 502, 503]) expect(await poll(refusing(status, 'InternalServiceFailure'), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(answering(429, {}, { 'retry-after': '9' }), ref)).toMatchObject({ kind: 'UNREACHABLE', retryAfterSeconds: 9 })
    expect(await poll(refusing(401, 'Unauthorized'), ref)).toMatchObject({ kind: 'UNREACHABLE', alarm: 'KEY' })
    expect(await poll(answering(200, { state: 'success', creations: [] }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(answering(200, { state: 'dreaming' }), ref)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await poll(losing(), ref)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('cancelling at Vidu', () => {
  it('works until the task is scheduled', async () => {
    const ref = await accepted(submission)
    expect(await cancel(client(), ref)).toEqual({ kind: 'CANCELLED' })
    expect(sent[1]?.url).toBe(`${emulated.origin}/ent/v2/tasks/${taskIdOf(ref)}/cancel`)
    expect(await sent[1]?.json()).toEqual({ id: ref.taskId })
    expect(await looked(ref, 1)).toEqual({ kind: 'FAILED', stopped: true, refusal: 'FAILED', detail: 'UserCancelled' })
  })

  it('is too late once it works', async () => {
    const ref = await accepted(submission)
    clock.nowMs += 3000
    expect(await cancel(client(), ref)).toEqual({ kind: 'TOO_LATE' })
  })

  it('that gets no clear answer is UNREACHABLE', async () => {
    expect(await cancel(losing(), { taskId: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await cancel(answering(500, {}), { taskId: '1' })).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('finding a submission to Vidu whose answer was lost', () => {
  it('finds its task among others, by our id', async () => {
    await accepted({ ...submission, externalId: 'gen_0-1' })
    const ref = await accepted(submission)
    await accepted({ ...submission, externalId: 'gen_2-1' })
    expect(await find(client(), submission, clock.nowMs)).toEqual({ kind: 'FOUND', ref })
    const { searchParams } = new URL(sent.at(-1)?.url ?? '')
    expect(Object.fromEntries(searchParams)).toEqual({ 'created_at.from': '2026-11-22T09:55:00.000Z', 'pager.page': '0', 'pager.pagesz': '100' })
  })

  it('is ABSENT where the whole list does not have it', async () => {
    await accepted({ ...submission, externalId: 'gen_0-1' })
    expect(await find(client(), submission, clock.nowMs)).toEqual({ kind: 'ABSENT' })
  })

  it('leaves open what one page of a longer list does not have', async () => {
    for (let count = 0; count <= 100; count += 1) await accepted({ ...submission, externalId: `gen_x${count}-1` })
    expect(await find(client(), submission, clock.nowMs)).toMatchObject({ kind: 'UNREACHABLE' })
  })

  it('that gets no list is UNREACHABLE', async () => {
    expect(await find(losing(), submission, clock.nowMs)).toMatchObject({ kind: 'UNREACHABLE' })
    expect(await find(answering(500, {}), submission, clock.nowMs)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})

describe('Vidu without a key', () => {
  it('is not configured', () => {
    expect(viduRegistration.authorize(() => undefined)).toBeUndefined()
  })
})

describe.each(viduModels.map((model): [string, Model] => [model.id, model]))('the row %s', (_id, model) => {
  const input: SubmissionInput = {
    ...(model.inputs.text && { text: 'A watch' }),
    ...(model.inputs.image?.required && { image: FIRST }),
    ...(model.inputs.images && { images: [FIRST] }),
  }

  it('has a price and an acceptance of the upstream for every allowed value', async () => {
    const reached = new Set<string>()
    for (const [name, option] of Object.entries(model.options)) {
      if (option.as === 'prompt') continue
      const values = 'allowed' in option ? (option.allowed ?? []) : option.kind === 'flag' ? [true, false] : [7]
      for (const value of values) {
        const { options } = fitOptions(model, { [name]: value }, input)
        expect(creditsOf(model, { options, text: '', outputs: 1 })).toBeGreaterThan(0)
        reached.add(model.price.kind === 'second' || model.price.kind === 'table' ? model.price.by.map((by) => String(options[by])).join('/') : '')
        const sendable = Object.fromEntries(Object.entries(options).filter(([other]) => model.options[other]?.as !== 'prompt'))
        const outcome = await submit(client(), { ...submission, model: model.upstreamModel, input, options: sendable })
        expect(outcome, `${name} ${value}`).toMatchObject({ kind: 'ACCEPTED' })
      }
    }
    expect(reached.size).toBeGreaterThan(2)
  })

  it('has no price that its options cannot reach', () => {
    if (model.price.kind !== 'second' && model.price.kind !== 'table') throw new Error('unexpected price')
    const table = model.price.kind === 'second' ? model.price.usdPerSecond : model.price.usdPerOutput
    for (const key of Object.keys(table)) {
      const [resolution = '', duration] = key.split('/')
      const asked = { resolution, ...(duration !== undefined && { duration: Number(duration) }) }
      expect(fitOptions(model, asked, input)).toMatchObject({ options: asked, adjustments: [] })
    }
  })

  it('makes 8 seconds in 720p where nothing is asked', () => {
    expect(fitOptions(model, {}, input).options).toMatchObject({ duration: 8, resolution: '720p' })
  })
})
