// MiniMax's image adapter against its emulator, through the real HTTP client; and against answers as its page records them.
import { describe, expect, it } from 'vitest'
import type { Model } from '../../../src/domain/model.ts'
import { minimaxImageModels } from '../../../src/catalog/models/minimax-image.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { upstreamHttp, type UpstreamHttp } from '../../../src/upstreams/http.ts'
import { minimaxImageRegistration } from '../../../src/upstreams/minimax/image.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { MINIMAX_EMULATOR_KEY, minimaxEmulator } from '../../../emulators/minimax/twin.ts'

const { submit } = minimaxImageRegistration.upstream

function client(fetcher: TestFetch, origin: string, key = MINIMAX_EMULATOR_KEY): UpstreamHttp {
  const authorize = minimaxImageRegistration.authorize((name) => (name === 'API_KEY' ? key : undefined))
  if (!authorize) throw new Error('not configured')
  return upstreamHttp({ baseUrl: origin, authorize }, fetcher, () => 0)
}

/** A fresh emulator, and what was sent to it. */
function emulated(key?: string) {
  const { fetch, origin } = memoryDesk(minimaxEmulator, { nowMs: Date.UTC(2026, 10, 22) })
  const sent: { url: string; method: string | undefined; headers: Headers; body: unknown }[] = []
  const http = client(
    (url, init) => {
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      sent.push({ url: url.slice(origin.length), method: init?.method, headers: new Headers(init?.headers), body })
      return fetch(url, init)
    },
    origin,
    key,
  )
  return { fetch, http, sent }
}

const answering = (answer: () => Response): UpstreamHttp => client(async () => answer(), 'https://api.minimax.io')

const json = (body: unknown, status = 200) => () => Response.json(body, { status })

const submission = (input: Submission['input'], options: Submission['options'] = { n: 1, aspectRatio: '1:1' }): Submission => ({
  externalId: 'gen_1-1',
  model: 'image-01',
  type: 'IMAGE',
  input,
  options,
})

const lake = submission({ text: 'A lake' })

const base_resp = { status_code: 0, status_msg: 'success' }

describe('MiniMax image, to its emulator', () => {
  it('makes a batch of images in one call', async () => {
    const { fetch, http, sent } = emulated()
    const outcome = await submit(http, submission({ text: 'A lake' }, { n: 2, aspectRatio: '21:9', seed: 42 }))
    expect(sent[0]).toMatchObject({ method: 'POST', url: '/v1/image_generation' })
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${MINIMAX_EMULATOR_KEY}`)
    expect(sent[0]?.headers.get('content-type')).toBe('application/json')
    const asked = { aspect_ratio: '21:9', n: 2, response_format: 'url', seed: 42 }
    expect(sent[0]?.body).toEqual({ model: 'image-01', prompt: 'A lake', ...asked })
    if (outcome.kind !== 'DONE') throw new Error(JSON.stringify(outcome))
    expect(outcome.outputs).toHaveLength(2)
    expect(outcome).not.toHaveProperty('withheld')
    for (const output of outcome.outputs) {
      if (output.kind !== 'url') throw new Error('no link')
      expect((await fetch(output.url)).headers.get('content-type')).toBe('image/jpeg')
    }
  })

  it('sends an image as the subject', async () => {
    const { http, sent } = emulated()
    const image = 'data:image/jpeg;base64,/9j/4AAQ'
    expect(await submit(http, submission({ text: 'The same person, older', image }))).toMatchObject({ kind: 'DONE' })
    expect(sent[0]?.body).toMatchObject({ subject_reference: [{ type: 'character', image_file: image }] })
  })

  it.each([
    ['[[moderated]]', 'MODERATED'],
    ['[[429]]', 'BUSY'],
    ['[[500]]', 'UNAVAILABLE'],
    ['[[fail]]', 'UNAVAILABLE'],
  ])('is refused by %s', async (word, refusal) => {
    expect(await submit(emulated().http, submission({ text: word }))).toMatchObject({ kind: 'REJECTED', refusal })
  })

  it('tells an invalid input', async () => {
    const outcome = await submit(emulated().http, submission({ text: 'A lake' }, { n: 10, aspectRatio: '1:1' }))
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'INVALID_INPUT' })
  })

  it('raises an alarm when its key is refused', async () => {
    const outcome = await submit(emulated('sk-api-another').http, lake)
    expect(outcome).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'KEY' })
  })
})

describe('MiniMax image, by recorded answers', () => {
  const id = '03ff3cd0820949eb8a410056b5f21d38'
  const link = 'https://hailuo-image-algeng-data.oss-us-east-1.aliyuncs.com/image_inference_output/1_aigc.jpeg?Signature=s'

  it('delivers what is there of a batch and counts what is withheld', async () => {
    const http = answering(json({ id, data: { image_urls: [link] }, metadata: { failed_count: '2', success_count: '1' }, base_resp }))
    expect(await submit(http, lake)).toEqual({ kind: 'DONE', outputs: [{ kind: 'url', url: link }], withheld: 2 })
  })

  it('takes the counts from the data too, and as numbers', async () => {
    const http = answering(json({ id, data: { image_urls: [link], failed_count: 1, success_count: 1 }, base_resp }))
    expect(await submit(http, lake)).toMatchObject({ kind: 'DONE', withheld: 1 })
  })

  it.each([
    ['all are withheld', { data: null, metadata: { failed_count: '3', success_count: '0' } }],
    ['the list is empty', { data: { image_urls: [] } }],
    ['the data are empty', { data: {} }],
  ])('is moderated when %s', async (_when, body) => {
    expect(await submit(answering(json({ id, ...body, base_resp })), lake)).toMatchObject({
      kind: 'REJECTED',
      refusal: 'MODERATED',
    })
  })

  it('raises an alarm when the balance is empty', async () => {
    const http = answering(json({ id: '', data: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }))
    expect(await submit(http, lake)).toMatchObject({ kind: 'REJECTED', refusal: 'UNAVAILABLE', alarm: 'BALANCE' })
  })

  it.each<[string, () => Response]>([
    ['the connection is lost', () => { throw new TypeError('Network connection lost.') }],
    ['a gateway times out', json({}, 504)],
    ['it times out itself', json({ base_resp: { status_code: 1001, status_msg: 'timeout' } })],
    ['it answers neither images nor counts', json({ base_resp })],
    ['its links are none', json({ data: { image_urls: ['soon'] }, base_resp })],
  ])('cannot tell when %s', async (_when, answer) => {
    expect(await submit(answering(answer), lake)).toMatchObject({ kind: 'UNKNOWN' })
  })
})

describe('MiniMax image row', () => {
  it('has aspect ratios and numbers that the upstream takes', async () => {
    for (const model of minimaxImageModels as readonly Model[]) {
      const { aspectRatio, n } = model.options
      if (aspectRatio?.kind !== 'choice' || n?.kind !== 'int') throw new Error('another row')
      expect(aspectRatio.allowed).toContain(aspectRatio.default)
      for (const ratio of aspectRatio.allowed) {
        const outcome = await submit(emulated().http, submission({ text: 'A lake' }, { n: n.default ?? 0, aspectRatio: ratio }))
        expect(outcome, ratio).toMatchObject({ kind: 'DONE' })
      }
    }
  })

  it('costs 0.35 cents an image, whatever the options', () => {
    expect(minimaxImageModels[0]?.price).toEqual({ kind: 'table', by: [], usdPerOutput: { '': 0.0035 } })
    expect(minimaxImageModels[0]?.outputsOption).toBe('n')
  })
})
