// Google's image models against their emulator at both of Google's doors, through the real client; recorded answers; rows.
import { beforeEach, describe, expect, it } from 'vitest'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model } from '../../../src/domain/model.ts'
import { imagenModels } from '../../../src/catalog/models/imagen.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { imagenRegistration } from '../../../src/upstreams/google/imagen.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { GOOGLE_EMULATOR_KEY, GOOGLE_EMULATOR_KEY_WITHOUT_BILLING, googleEmulator } from '../../../emulators/google/twin.ts'
import { GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../../emulators/google/service-account.ts'
import { whole } from '../bench.ts'

const { submit } = imagenRegistration.upstream
const clock = { nowMs: Date.parse('2026-11-22T10:00:00Z') }
let emulated = memoryDesk(googleEmulator, clock)
let sent: Request[] = []
let tests = 0

beforeEach(() => {
  emulated = memoryDesk(googleEmulator, clock)
  sent = []
  tests += 1
})

const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'gemini-nano-banana-2.1',
  type: 'IMAGE',
  input: { text: 'A lotus' },
  options: { n: 1, resolution: '1k', aspectRatio: '16:9' },
}

const saying = (text: string): Submission => ({ ...submission, input: { text } })
const several = (n: number): Submission => ({ ...submission, options: { ...submission.options, n } })

const geminiSettings: Readonly<Record<string, string>> = { API_KEY: GOOGLE_EMULATOR_KEY }

function client(fetcher: TestFetch = emulated.fetch, settings = geminiSettings, path = '/v1beta') {
  const recorded = (url: string, init: RequestInit) => {
    sent.push(new Request(url, init))
    return fetcher(url, init)
  }
  const authorize = imagenRegistration.authorize((name) => settings[name], recorded)
  if (!authorize) throw new Error('not configured')
  return upstreamHttp({ baseUrl: emulated.origin + path, authorize }, recorded, () => clock.nowMs)
}

/** The token endpoint is each test's own, since tokens are kept by endpoint and account. */
const atVertex = () =>
  client(
    emulated.fetch,
    {
      SERVICE_ACCOUNT: GOOGLE_EMULATOR_SERVICE_ACCOUNT,
      PROJECT: 'doitong-emulator',
      TOKEN_URL: `${emulated.origin}/token?imagen=${tests}`,
    },
    '/v1/projects/doitong-emulator/locations/global/publishers/google',
  )

type Answer = () => Response | Promise<Response>

/** An upstream that answers the images of a batch in turn, and then as the last. */
function answering(...answers: readonly [Answer, ...Answer[]]) {
  let calls = 0
  return client(async () => (answers[calls++] ?? answers[answers.length - 1] ?? answers[0])())
}

const json = (body: unknown, status = 200) => () => Response.json(body, { status })
const image: Answer = json({
  candidates: [
    {
      content: { role: 'model', parts: [{ text: 'Here it is' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } }] },
      finishReason: 'STOP',
    },
  ],
})
const blocked: Answer = json({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } })
const finished = (finishReason: string): Answer => json({ candidates: [{ finishReason, index: 0 }] })
const busy: Answer = json({ error: { code: 429, message: 'Quota', status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '3.2s' }] } }, 429)
const lost: Answer = () => Promise.reject(new Error('connection reset'))
const png = { kind: 'bytes', bytes: new Uint8Array([137, 80, 78, 71]), contentType: 'image/png' }

/** The head of one. */
const WEBP = 'UklGRgQAAABXRUJQ'

describe('an image of Google', () => {
  it('is asked for in one request and is in the answer', async () => {
    const outcome = await submit(client(), { ...submission, options: { ...submission.options, resolution: '2k', seed: 42 } })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.method).toBe('POST')
    expect(sent[0]?.url).toBe(`${emulated.origin}/v1beta/models/gemini-nano-banana-2.1:generateContent`)
    expect(sent[0]?.headers.get('x-goog-api-key')).toBe(GOOGLE_EMULATOR_KEY)
    expect(await sent[0]?.json()).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'A lotus' }] }],
      generationConfig: { seed: 42, responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9', imageSize: '2K' } },
    })
    if (outcome.kind !== 'DONE' || outcome.outputs[0]?.kind !== 'bytes') throw new Error(JSON.stringify(outcome))
    expect(outcome.outputs[0].contentType).toBe('image/png')
    const bytes = whole(outcome.outputs[0].bytes)
    const header = new DataView(bytes.buffer, bytes.byteOffset)
    expect([header.getUint32(16), header.getUint32(20)]).toEqual([2752, 1536])
    expect(outcome).not.toHaveProperty('withheld')
  })

  it('is made the same at Vertex AI, with a token', async () => {
    expect(await submit(atVertex(), submission)).toMatchObject({ kind: 'DONE', outputs: [{ kind: 'bytes' }] })
    const path = '/v1/projects/doitong-emulator/locations/global/publishers/google/models/gemini-nano-banana-2.1:generateContent'
    expect(sent[1]?.url).toBe(emulated.origin + path)
    expect(sent[1]?.headers.get('authorization')).toMatch(/^Bearer ya29\./)
  })

  it('starts from reference images, given inline or by address', async () => {
    const http = client(async (url, init) =>
      url === 'https://example.com/a.webp'
        ? new Response(Uint8Array.from(atob(WEBP), (character) => character.charCodeAt(0)), { headers: { 'content-type': 'application/octet-stream' } })
        : emulated.fetch(url, init),
    )
    const input = { text: 'Together', image: 'data:image/png;base64,iVBORw0KGgo=', images: ['https://example.com/a.webp'] }
    expect(await submit(http, { ...submission, input })).toMatchObject({ kind: 'DONE' })
    expect(await sent.at(-1)?.json()).toMatchObject({
      contents: [
        {
          parts: [
            { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } },
            { inlineData: { mimeType: 'image/webp', data: WEBP } },
            { text: 'Together' },
          ],
        },
      ],
    })
  })

  it('is not submitted for a reference that cannot be read', async () => {
    const input = { text: 'x', image: 'data:text/html;base64,PGI+' }
    expect(await submit(client(), { ...submission, input })).toMatchObject({ kind: 'REJECTED', refusal: 'INPUT_MEDIA', field: 'image' })
    expect(sent).toEqual([])
  })

  it('is the finished one, not a sketch on the way', async () => {
    const sketch = { thought: true, inlineData: { mimeType: 'image/jpeg', data: '/9g=' } }
    const last = { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } }
    const http = answering(json({ candidates: [{ content: { parts: [sketch, last] }, finishReason: 'STOP' }] }))
    expect(await submit(http, submission)).toEqual({ kind: 'DONE', outputs: [png] })
  })
})

describe('a batch of images', () => {
  it('is a request each, by seeds that count on', async () => {
    const outcome = await submit(client(), { ...submission, options: { ...submission.options, n: 3, seed: 2_147_483_646 } })
    expect(outcome).toMatchObject({ kind: 'DONE', outputs: [{ kind: 'bytes' }, { kind: 'bytes' }, { kind: 'bytes' }] })
    const bodies = await Promise.all(sent.map((request) => request.json<{ generationConfig: { seed: number } }>()))
    expect(bodies.map(({ generationConfig }) => generationConfig.seed)).toEqual([2_147_483_646, 2_147_483_647, 0])
  })

  it('delivers what is there and counts what the content rules withheld', async () => {
    expect(await submit(answering(image, blocked, finished('IMAGE_SAFETY'), image), several(4))).toEqual({
      kind: 'DONE',
      outputs: [png, png],
      withheld: 2,
    })
  })

  it('delivers what is there when others were lost or refused, which are not withheld', async () => {
    expect(await submit(answering(lost, image, busy), several(3))).toEqual({ kind: 'DONE', outputs: [png] })
  })

  it('of which nothing is there is UNKNOWN as soon as one of them is', async () => {
    expect(await submit(answering(blocked, lost), several(2))).toMatchObject({ kind: 'UNKNOWN' })
  })

  it('of which nothing is there is moderated as soon as one of them is', async () => {
    expect(await submit(answering(busy, blocked), several(2))).toMatchObject({ kind: 'REJECTED', refusal: 'MODERATED' })
    expect(await submit(answering(busy), several(2))).toMatchObject({ kind: 'REJECTED', refusal: 'BUSY', retryAfterSeconds: 4 })
  })
})

describe('an image that Google does not make', () => {
  it.each([
    ['[[moderated]]', { refusal: 'MODERATED' }],
    ['[[fail]]', { refusal: 'FAILED' }],
    ['[[429]]', { refusal: 'BUSY', retryAfterSeconds: 17 }],
    ['[[500]]', { refusal: 'UNAVAILABLE' }],
  ])('is refused by %s', async (text, verdict) => {
    expect(await submit(client(), saying(text))).toMatchObject({ kind: 'REJECTED', ...verdict })
  })

  it.each(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'IMAGE_RECITATION'])(
    'for %s is moderated',
    async (reason) => {
      expect(await submit(answering(finished(reason)), submission)).toMatchObject({ kind: 'REJECTED', refusal: 'MODERATED' })
    },
  )

  it.each(['NO_IMAGE', 'IMAGE_OTHER', 'OTHER', 'STOP'])('for %s has failed', async (reason) => {
    expect(await submit(answering(finished(reason)), submission)).toMatchObject({ kind: 'REJECTED', refusal: 'FAILED' })
  })

  it('tells an invalid input', async () => {
    const wide = { ...submission, options: { ...submission.options, aspectRatio: '3:1' } }
    expect(await submit(client(), wide)).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
  })

  it('raises the alarm where an operator must mend it', async () => {
    const alarm = { kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' }
    expect(await submit(client(emulated.fetch, { API_KEY: 'AIzaSyAnother' }), submission)).toMatchObject(alarm)
    expect(await submit(client(emulated.fetch, { API_KEY: GOOGLE_EMULATOR_KEY_WITHOUT_BILLING }), submission)).toMatchObject(alarm)
    expect(await submit(client(), { ...submission, model: 'imagen-3.0-generate-002' })).toMatchObject(alarm)
  })

  it('is not asked for again when its answer is lost: it may have been made', async () => {
    expect(await submit(answering(lost, image), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })

  it.each<[string, Answer]>([
    ['the connection is lost', lost],
    ['a gateway times out', json({}, 504)],
    ['it answers neither an image nor a reason', json({ candidates: [] })],
    ['it answers in another shape', json({ candidates: 'none' })],
  ])('cannot be told when %s', async (_when, answer) => {
    expect(await submit(answering(answer), submission)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

const rows: readonly Model[] = imagenModels
const live = rows.filter(({ lifecycle }) => lifecycle.state === 'active')

describe.each(rows.map((model): [string, Model] => [model.id, model]))('the row %s', (_id, model) => {
  it('has a price for whatever it serves, and is gone only where another row serves it', () => {
    for (const resolution of ['1k', '2k']) {
      const { options } = fitOptions(model, 'resolution' in model.options ? { resolution } : {})
      expect(creditsOf(model, { options, text: '', outputs: 1 })).toBeGreaterThan(0)
    }
    const { lifecycle } = model
    const successor = live.find(({ id }) => lifecycle.state !== 'active' && id === lifecycle.successor)
    expect(lifecycle.state === 'active' || successor !== undefined).toBe(true)
    const { aspectRatio: old } = model.options
    const { aspectRatio: now } = (successor ?? model).options
    if (old?.kind !== 'choice' || now?.kind !== 'choice') throw new Error('another row')
    expect(now.allowed).toEqual(expect.arrayContaining([...old.allowed]))
  })
})

describe.each(live.map((model): [string, Model] => [model.id, model]))('the live row %s', (_id, model) => {
  it('is accepted by the emulator for whatever it serves', async () => {
    const asked = [{ resolution: '2k' }, { n: 4 }, ...['1:1', '21:9', '9:16'].map((aspectRatio) => ({ aspectRatio }))]
    for (const options of [{}, ...asked].map((one) => fitOptions(model, one).options)) {
      const outcome = await submit(client(), { ...submission, model: model.upstreamModel, options })
      expect(outcome, JSON.stringify(options)).toMatchObject({ kind: 'DONE' })
    }
  })

  it('makes at most two large images at once', () => {
    expect(fitOptions(model, { n: 4, resolution: '2k' }).options).toMatchObject({ n: 4, resolution: '1k' })
    expect(fitOptions(model, { n: 2, resolution: '2k' }).options).toMatchObject({ n: 2, resolution: '2k' })
  })
})

function credits(id: string, resolution: string): number | undefined {
  const model = live.find((one) => one.id === id)
  return model && creditsOf(model, { options: { resolution }, text: '', outputs: 2 })
}

describe('the price', () => {
  it('goes by the image, and by its size where Google asks more for it', () => {
    expect(credits('gemini-nano-banana-2.1', '1k')).toBe(136)
    expect(credits('gemini-nano-banana-2.1', '2k')).toBe(202)
    expect(credits('gemini-3-pro-image', '2k')).toBe(536)
  })
})
