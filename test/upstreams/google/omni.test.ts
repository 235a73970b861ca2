// Gemini Omni against its emulator: an interaction from its submission to a file, its words for refusals, and cancelling.
import { describe, expect, it } from 'vitest'
import { geminiOmniRegistration } from '../../../src/upstreams/google/omni.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { GOOGLE_EMULATOR_KEY, googleEmulator } from '../../../emulators/google/twin.ts'
import { START_MS } from '../bench.ts'

const { submit, poll, cancel } = geminiOmniRegistration.upstream
const submission: Submission = {
  externalId: 'gen_1-1', model: 'gemini-omni-1.1-flash', type: 'VIDEO',
  input: { text: 'A kite over the Ganges' }, options: { duration: 8, resolution: '720p', aspectRatio: '9:16' },
}

function bench(answer?: TestFetch) {
  const clock = { nowMs: START_MS }
  const desk = memoryDesk(googleEmulator, clock)
  const sent: Request[] = []
  const http = upstreamHttp({ baseUrl: `${desk.origin}/v1beta`, authorize: async () => ({ 'x-goog-api-key': GOOGLE_EMULATOR_KEY }) }, async (url, init) => {
    sent.push(new Request(url, init))
    return (answer ?? desk.fetch)(url, init)
  }, () => clock.nowMs)
  const begun = async (input: Submission['input'] = submission.input) => {
    const outcome = await submit(http, { ...submission, input })
    if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome))
    return outcome.ref
  }
  return { clock, http, sent, begun }
}

const answering = (status: number, body: unknown): TestFetch => async () => Response.json(body, { status })

describe('a submission', () => {
  it('begins in the background, with its length as a Duration', async () => {
    const { sent, begun } = bench()
    await begun()
    expect(sent[0]?.url).toMatch(/\/v1beta\/interactions$/)
    expect(await sent[0]?.json()).toEqual({
      model: 'gemini-omni-1.1-flash', input: 'A kite over the Ganges', background: true,
      response_format: { type: 'video', delivery: 'uri', aspect_ratio: '9:16', resolution: '720p', duration: '8s' },
    })
  })

  it('starts from an image, and carries what must not be in it into the prompt', async () => {
    const { sent, begun } = bench()
    await begun({ text: 'It flies', negativeText: 'rain', image: 'data:image/png;base64,iVBORw0KGgo=' })
    expect(await sent[0]?.json()).toMatchObject({ input: [{ type: 'image', mime_type: 'image/png', data: 'iVBORw0KGgo=' }, { type: 'text', text: 'It flies\nWithout: rain' }] })
  })

  it.each([
    ['a 400 of its own', 400, { error: { code: 'invalid_request', message: 'response_format.duration is invalid.' } }, { kind: 'REJECTED', refusal: 'INVALID_INPUT' }],
    ['a 400 of the front, in a list', 400, [{ error: { code: 400, status: 'FAILED_PRECONDITION', message: 'Billing is off.' } }], { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    ['a 401', 401, { error: { code: 'unauthenticated' } }, { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }],
    ['a 500, behind which it may have begun', 500, { error: { code: 'internal' } }, { kind: 'UNKNOWN' }],
    ['a success without an id', 200, { status: 'in_progress' }, { kind: 'UNKNOWN' }],
  ])('reads %s', async (_name, status, body, outcome) => {
    expect(await submit(bench(answering(status, body)).http, submission)).toMatchObject(outcome)
  })
})

describe('a look', () => {
  it('sees it queued, in progress and completed, with a link that needs no key', async () => {
    const { clock, http, begun } = bench()
    const ref = await begun()
    expect(await poll?.(http, ref)).toEqual({ kind: 'PENDING', started: false })
    clock.nowMs += 2000
    expect(await poll?.(http, ref)).toMatchObject({ kind: 'PENDING' })
    clock.nowMs += 60_000
    const done = await poll?.(http, ref)
    expect(done).toMatchObject({ kind: 'DONE', outputs: [{ kind: 'url' }] })
    expect(JSON.stringify(done)).not.toContain(GOOGLE_EMULATOR_KEY)
  })

  it.each([
    ['[[moderated]] words instead of a video', { kind: 'FAILED', refusal: 'MODERATED' }],
    ['[[fail]] a failure', { kind: 'FAILED', refusal: 'FAILED' }],
  ])('tells %s', async (text, outcome) => {
    const { clock, http, begun } = bench()
    const ref = await begun({ text })
    clock.nowMs += 60_000
    expect(await poll?.(http, ref)).toMatchObject(outcome)
  })

  it.each([
    ['a status that nobody knows', 200, { id: 'v1', status: 'pondering' }, { kind: 'UNREACHABLE' }],
    ['a video that was billed and cannot be read', 200, { id: 'v1', status: 'completed', steps: [], usage: { output_tokens_by_modality: [{ modality: 'video', tokens: 5 }] } }, { kind: 'UNREACHABLE' }],
    ['a completed one with its inputs alone', 200, { id: 'v1', status: 'completed', steps: [{ type: 'user_input', content: [] }] }, { kind: 'UNREACHABLE' }],
    ['a 400 that says nothing of the work', 400, { error: { code: 'invalid_request', message: 'API key not valid.' } }, { kind: 'UNREACHABLE' }],
    ['an id that it does not know', 400, { error: { code: 'invalid_request', message: 'Invalid interaction name.' } }, { kind: 'MISSING' }],
    ['a 503', 503, {}, { kind: 'UNREACHABLE' }],
  ])('reads %s', async (_name, status, body, outcome) => {
    expect(await poll?.(bench(answering(status, body)).http, { interaction: 'v1' })).toMatchObject(outcome)
  })
})

describe('cancelling', () => {
  it('stops what runs, and comes too late for what is over', async () => {
    const { clock, http, begun } = bench()
    const ref = await begun()
    expect(await cancel?.(http, ref)).toEqual({ kind: 'CANCELLED' })
    const late = await begun()
    clock.nowMs += 60_000
    expect(await cancel?.(http, late)).toEqual({ kind: 'TOO_LATE' })
    expect(await cancel?.(bench(answering(503, {})).http, late)).toMatchObject({ kind: 'UNREACHABLE' })
  })
})
