// Announcing an upload: what is refused before a byte is sent, what is found again, and whose share it takes up.
import { describe, expect, it } from 'vitest'
import { createToken, refusalOf } from '../auth/keys.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { CREATE_UPLOAD, HOUR_MS, READ_UPLOAD, announce, pngOf, refused, rowsOf, send, sha256Of, sharesOf, upload } from './sending.ts'
import { as } from '../auth/keys.ts'

const MB = 1_000_000

describe('uploadCreate', { timeout: 120_000 }, () => {
  it('tells where to send it, for an hour, and how long it will be kept', async () => {
    const world = await createWorld()
    const made = await announce(world, { bytes: 5000 })
    expect(made).toMatchObject({ id: expect.stringMatching(/^upl_[0-9a-z]{26}$/), partBytes: null, received: [], maxBytes: 20 * MB, existing: false })
    const url = new URL(made['url'])
    expect([url.origin, url.pathname]).toEqual(['http://127.0.0.1:8787', `/uploads/${world.accountId}/${made['id']}`])
    expect(Number(url.searchParams.get('exp'))).toBe(Math.floor((world.clock.nowMs + HOUR_MS) / 1000))
    expect(Date.parse(made['expiresAt'])).toBe(world.clock.nowMs + 24 * HOUR_MS)
    expect((await world.ask(READ_UPLOAD, { id: made['id'] }))['upload']).toMatchObject({ id: made['id'], received: [], existing: false })
  })

  it.each([
    ['no bytes', { bytes: 0 }, 'input.bytes'],
    ['fewer', { bytes: -1 }, 'input.bytes'],
    ['one byte more than an image may have', { bytes: 20 * MB + 1 }, 'input.bytes'],
    ['one byte more than a sound may have', { contentType: 'audio/mpeg', bytes: 50 * MB + 1 }, 'input.bytes'],
    ['one byte more than a film may have', { contentType: 'video/mp4', bytes: 1000 * MB + 1 }, 'input.bytes'],
    ['a page', { contentType: 'text/html', bytes: 10 }, 'input.contentType'],
    ['an SVG', { contentType: 'image/svg+xml', bytes: 10 }, 'input.contentType'],
    ['a type that says nothing', { contentType: 'application/octet-stream', bytes: 10 }, 'input.contentType'],
    ['half a hash', { bytes: 10, sha256: 'ab' }, 'input.sha256'],
    ['a name with a path', { bytes: 10, fileName: '../a.png' }, 'input.fileName'],
  ])('refuses %s with its field, and keeps nothing', async (_what, input, field) => {
    const world = await createWorld()
    expect(refusalOf(await refused(world, input))).toEqual({ status: 400, code: 'INVALID_INPUT', field })
    expect([await rowsOf(world), await sharesOf(world)]).toEqual([[], []])
  })

  it.each([
    ['an image', 'image/jpeg', 20 * MB],
    ['a sound', 'audio/mp3', 50 * MB],
    ['a film', 'video/mp4', 100 * MB],
  ])('takes %s of exactly the limit', async (_what, contentType, bytes) => {
    const world = await createWorld({ plan: 'FREE' })
    expect(await announce(world, { contentType, bytes })).toMatchObject({ maxBytes: bytes })
  })

  it('is sent in one piece up to 90 MB, and in parts of 16 MiB above', async () => {
    const world = await createWorld()
    const ofBytes = async (bytes: number) => (await announce(world, { contentType: 'video/mp4', bytes }))['partBytes']
    expect([await ofBytes(90 * MB), await ofBytes(90 * MB + 1)]).toEqual([null, 16 * 1024 * 1024])
  })

  it('finds a file of the same hash again, and gives it its time anew', async () => {
    const world = await createWorld()
    const file = pngOf(3000)
    const sha256 = await sha256Of(file)
    const id = await upload(world, file)
    world.clock.nowMs += 23 * HOUR_MS
    const again = await announce(world, { bytes: 3000, sha256: sha256.toUpperCase() })
    expect(again).toMatchObject({ id, existing: true, received: [1] })
    expect(Date.parse(again['expiresAt'])).toBe(world.clock.nowMs + 24 * HOUR_MS)
    world.clock.nowMs += 25 * HOUR_MS
    expect(await announce(world, { bytes: 3000, sha256 })).toMatchObject({ existing: false, received: [] })
  })

  it('takes a repeated request with a hash for the same one, also before anything was sent', async () => {
    const world = await createWorld()
    const input = { bytes: 3000, sha256: await sha256Of(pngOf(3000)) }
    const [first, second] = [await announce(world, input), await announce(world, input)]
    expect(second['id']).toBe(first['id'])
    expect(await sharesOf(world)).toMatchObject([{ stored_bytes: 3000, today: 1 }])
    expect((await announce(world, { ...input, contentType: 'image/jpeg' }))['id']).not.toBe(first['id'])
  })

  it('finds nothing of another account, nor of another end user, nor of the account itself for one', async () => {
    const [world, other] = [await createWorld(), await createWorld()]
    const file = pngOf(3000)
    const input = { bytes: 3000, sha256: await sha256Of(file) }
    const [asha, ravi] = [await createToken(world), await createToken(world, { endUser: 'ravi' })]
    const id = await upload(world, file, {}, asha)
    expect(await announce(world, input, await createToken(world))).toMatchObject({ id, existing: true })
    for (const made of [await announce(world, input, ravi), await announce(world, input), await announce(other, input)]) {
      expect(made['existing']).toBe(false)
      expect(made['id']).not.toBe(id)
    }
  })

  it('is read by whom it belongs to, and by the account', async () => {
    const [world, other] = [await createWorld(), await createWorld()]
    const [asha, ravi] = [await createToken(world), await createToken(world, { endUser: 'ravi' })]
    const { id } = await announce(world, { bytes: 10 }, asha)
    const read = async (of: World, credential: string) => (await as(of, credential).ask(READ_UPLOAD, { id }))['upload']?.id ?? null
    expect([await read(world, asha), await read(world, world.key), await read(world, ravi), await read(other, other.key)]).toEqual([id, id, null, null])
    world.clock.nowMs += 24 * HOUR_MS
    expect(await read(world, world.key)).toBeNull()
  })

  it('needs the scope to generate', async () => {
    const world = await createWorld({ key: { scopes: ['read', 'billing'] } })
    expect(refusalOf(await refused(world, { bytes: 10 }))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    expect(await rowsOf(world)).toEqual([])
  })

  it('makes nothing over the limit of requests', async () => {
    const world = await createWorld({ plan: 'FREE' })
    for (let count = 0; count < 300; count += 1) await world.services.gate(world.accountId).look({ limits: { perMinute: 1, concurrent: 1, perDay: 1, readsPerMinute: 300, streams: 100 }, endUser: null, nowMs: world.clock.nowMs, reads: 1, webhookCalls: 0 })
    expect(refusalOf(await refused(world, { bytes: 10 }))).toMatchObject({ status: 429, code: 'RATE_LIMIT' })
    expect(await rowsOf(world)).toEqual([])
  })
})

describe('the share of a plan', () => {
  it('holds so many bytes, what is only begun among them, and is free again when they are gone', async () => {
    const world = await createWorld({ plan: 'FREE' })
    for (let count = 0; count < 25; count += 1) await announce(world, { bytes: 20 * MB })
    const over = await refused(world, { bytes: 1 })
    expect(refusalOf(over)).toEqual({ status: 429, code: 'RATE_LIMIT', limit: 'uploadBytes' })
    expect(over.headers.get('retry-after')).toBe('3600')
    expect(await rowsOf(world)).toHaveLength(25)
    world.clock.nowMs += 25 * HOUR_MS
    await world.sweep()
    expect([await rowsOf(world), await sharesOf(world)]).toEqual([[], []])
    await announce(world, { bytes: 20 * MB })
  })

  it('holds so many a day', async () => {
    const world = await createWorld({ plan: 'FREE' })
    for (let round = 0; round < 10; round += 1) {
      const fields = Array.from({ length: 20 }, (_, index) => `a${index}: uploadCreate(input: { contentType: "image/png", bytes: 1 }) { id }`)
      await world.ask(`mutation { ${fields.join(' ')} }`)
    }
    expect(refusalOf(await refused(world, { bytes: 1 }))).toEqual({ status: 429, code: 'RATE_LIMIT', limit: 'uploads' })
    world.clock.nowMs += 24 * HOUR_MS
    await announce(world, { bytes: 1 })
  })

  it('leaves an end user a quarter, all of them three, and the account the rest', async () => {
    const world = await createWorld({ plan: 'FREE' })
    const fill = async (credential: string): Promise<number> => {
      for (let count = 0; ; count += 1) {
        const { status } = await refused(world, { bytes: 20 * MB }, credential)
        if (status !== 200) return count
      }
    }
    const filled: number[] = []
    for (const endUser of ['asha', 'ravi', 'meera', 'dev']) filled.push(await fill(await createToken(world, { endUser })))
    expect([filled, await fill(world.key)]).toEqual([[6, 6, 6, 0], 7])
    expect(await sharesOf(world)).toMatchObject([{ party: 'account', stored_bytes: 500 * MB }, { party: 'tokens', stored_bytes: 360 * MB }, { party: 'user asha' }, {}, {}, {}])
  })

  it('is counted once, also where the answer of the database is lost', async () => {
    let lost = 0
    const world = await createWorld({
      bindings: (env) => ({
        DB: new Proxy(env.DB, {
          get: (target, name) => {
            if (name !== 'batch') return target.prepare.bind(target)
            return async (statements: D1PreparedStatement[]) => {
              const answer = await target.batch(statements)
              if (answer.length === 5 && lost < 2) {
                lost += 1
                throw new Error('D1_ERROR: Network connection lost.')
              }
              return answer
            }
          },
        }),
      }),
    })
    await world.ask(CREATE_UPLOAD, { input: { contentType: 'image/png', bytes: 70 } })
    expect(lost).toBe(2)
    expect([await sharesOf(world), (await rowsOf(world)).length]).toMatchObject([[{ stored_bytes: 70, today: 1 }], 1])
  })

  it('counts what races for the last place once', async () => {
    const world = await createWorld({ plan: 'FREE' })
    for (let count = 0; count < 24; count += 1) await announce(world, { bytes: 20 * MB })
    const racing = await Promise.all(Array.from({ length: 5 }, () => refused(world, { bytes: 20 * MB })))
    expect(racing.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 429, 429, 429, 429])
    expect(await send(world, 'http://127.0.0.1:8787/uploads/x', null)).toMatchObject({ status: 403 })
  })
})
