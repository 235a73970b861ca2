// Sending an upload in one piece: only what is whole and is what was said of it counts, once, and nothing else is left behind.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import aac from '../formats/samples/aac-2s.m4a.bin'
import { createToken } from '../auth/keys.ts'
import { createWorld } from '../world.ts'
import { HOUR_MS, READ_UPLOAD, announce, brokenOff, inPieces, objectsOf, pngOf, rowsOf, send, sha256Of } from './sending.ts'
import { ascii, joined } from '../formats/bytes.ts'

const SIZE = 70_000
const ok = (repeated = false) => ({ status: repeated ? 200 : 201 })

const bodyOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(ascii(text))

describe('an upload', () => {
  it('is stored as it came, checked by its hash, and known by it', async () => {
    const world = await createWorld()
    const file = pngOf(SIZE)
    const sha256 = await sha256Of(file)
    const { id, url } = await announce(world, { bytes: SIZE, sha256, fileName: 'Größe (1).png' })
    const sent = await send(world, url, file, { headers: { 'content-length': String(SIZE), 'content-type': 'image/png' } })
    expect(sent).toMatchObject({ ...ok(), body: { id, stored: true, bytes: SIZE, contentType: 'image/png', sha256, received: [1] } })
    const [key = ''] = await objectsOf(world)
    expect(key).toBe(`uploads/${world.accountId}/${id}/1.png`)
    const object = await env.MEDIA.get(key)
    expect(await object?.bytes()).toEqual(file)
    expect(object?.httpMetadata).toMatchObject({ contentType: 'image/png', contentDisposition: `attachment; filename="Gr??e (1).png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%281%29.png` })
    expect(object?.checksums.toJSON().sha256).toBe(sha256)
    expect(await rowsOf(world)).toMatchObject([{ status: 'STORED', sha256, object: 1, width: 640, height: 480, expires_at_ms: world.clock.nowMs + 24 * HOUR_MS }])
    expect((await world.ask(READ_UPLOAD, { id }))['upload']).toMatchObject({ existing: true, received: [1] })
  })

  it('whose hash nobody said is known by the one it has', async () => {
    const world = await createWorld()
    const file = pngOf(SIZE)
    const { url } = await announce(world, { bytes: SIZE })
    expect((await send(world, url, file)).body).toMatchObject({ stored: true, sha256: await sha256Of(file) })
  })

  it('tells a browser of any page what it needs, and is asked by GET what is there', async () => {
    const world = await createWorld()
    const { url, id } = await announce(world, { bytes: SIZE })
    const { pathname, search } = new URL(url)
    const preflight = await world.fetchApp(pathname + search, { method: 'OPTIONS', headers: { 'origin': 'https://a.example', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' } })
    expect([preflight.status, preflight.headers.get('access-control-allow-methods'), preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'GET, PUT, POST', '*'])
    expect((await send(world, url, null, { method: 'GET' })).body).toEqual({ id, stored: false, bytes: SIZE, contentType: 'image/png', partBytes: null, received: [] })
    expect((await send(world, url, pngOf(SIZE))).headers.get('access-control-allow-origin')).toBe('*')
    expect((await send(world, url, null, { method: 'GET' })).body).toMatchObject({ stored: true, received: [1] })
    expect((await send(world, url, null, { method: 'DELETE' })).status).toBe(405)
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['one byte too few', pngOf(SIZE - 1)],
    ['one byte too many', pngOf(SIZE + 1)],
    ['ten times as much', pngOf(SIZE * 10)],
    ['a page', bodyOf(`<!doctype html><script>alert(1)</script>${' '.repeat(SIZE - 40)}`)],
    ['another type', bodyOf(`GIF89a${'\0'.repeat(SIZE - 6)}`)],
    ['a script that begins as a picture of another type', bodyOf(`GIF89a/*${' '.repeat(SIZE - 30)}*/=1;alert(document.domain)`.slice(0, SIZE))],
  ])('of which %s comes is refused, keeps nothing, and may be sent again', async (_what, body) => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    expect(await send(world, url, body)).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'INVALID_INPUT', field: 'body' } }] } })
    expect([await objectsOf(world), await rowsOf(world)]).toMatchObject([[], [{ status: 'OPEN' }]])
    expect(await send(world, url, pngOf(SIZE))).toMatchObject(ok())
  })

  it('of which more comes when all was there is refused, and leaves nothing', async () => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    expect(await send(world, url, inPieces(pngOf(SIZE), new Uint8Array(1)))).toMatchObject({ status: 400 })
    expect(await objectsOf(world)).toEqual([])
    expect(await send(world, url, inPieces(pngOf(SIZE).slice(0, 1), pngOf(SIZE).slice(1)))).toMatchObject(ok())
  })

  it('of another length by its own head is refused before anything is read', async () => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    expect((await send(world, url, pngOf(SIZE), { headers: { 'content-length': String(SIZE + 1) } })).status).toBe(400)
    expect(await objectsOf(world)).toEqual([])
  })

  it('with another hash than was said is refused, and leaves nothing', async () => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE, sha256: await sha256Of(pngOf(SIZE, 1)) })
    const { status, body } = await send(world, url, pngOf(SIZE, 2))
    expect([status, body['errors'][0].message]).toEqual([400, expect.stringContaining(await sha256Of(pngOf(SIZE, 2)))])
    expect(await objectsOf(world)).toEqual([])
    expect(await send(world, url, pngOf(SIZE, 1))).toMatchObject(ok())
  })

  it('that breaks off in the middle leaves nothing, and may be sent again', async () => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    expect(await send(world, url, brokenOff(pngOf(SIZE), 40_000))).toMatchObject({ status: 400, body: { errors: [{ message: expect.stringContaining('40000 came') }] } })
    expect(await send(world, url, brokenOff(pngOf(SIZE), 0))).toMatchObject({ status: 400 })
    expect([await objectsOf(world), await rowsOf(world)]).toMatchObject([[], [{ status: 'OPEN', tries: 2 }]])
    expect(await send(world, url, pngOf(SIZE))).toMatchObject(ok())
  })

  it('that is a sound and a page at once is a sound, and nothing shows it as a page', async () => {
    const world = await createWorld()
    const page = bodyOf('ID3\x04\0\0\0\0\0\0<html><script>alert(document.domain)</script></html>')
    const { url } = await announce(world, { contentType: 'audio/mpeg', bytes: page.byteLength })
    expect((await send(world, url, page)).body).toMatchObject({ contentType: 'audio/mpeg' })
    const [key = ''] = await objectsOf(world)
    const link = new URL(await world.services.media.linkUntil(key, world.clock.nowMs + HOUR_MS))
    const served = await world.fetchApp(link.pathname + link.search)
    expect(await served.bytes()).toEqual(page)
    expect(Object.fromEntries(['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy'].map((name) => [name, served.headers.get(name)]))).toEqual({
      'content-type': 'audio/mpeg',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
    })
  })

  it('that is a sound in the clothes of a film is refused', async () => {
    const world = await createWorld()
    const sound = new Uint8Array(aac)
    const { url } = await announce(world, { contentType: 'video/mp4', bytes: sound.byteLength })
    expect((await send(world, url, sound)).status).toBe(400)
    expect(await objectsOf(world)).toEqual([])
  })

  it('that is sent again is there already; another file in its place is refused', async () => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    const first = await send(world, url, pngOf(SIZE))
    expect(await send(world, url, pngOf(SIZE))).toEqual({ ...first, status: 200, headers: expect.anything() })
    expect((await send(world, url, pngOf(SIZE, 1))).status).toBe(400)
    expect((await send(world, url, pngOf(SIZE - 1))).status).toBe(400)
    expect((await send(world, url, brokenOff(pngOf(SIZE), 9))).status).toBe(400)
    expect(await objectsOf(world)).toHaveLength(1)
  })

  it('that many send at once is one file', async () => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    const sent = await Promise.all([0, 1, 0, 1, 0].map((salt) => send(world, url, pngOf(SIZE, salt))))
    expect(sent.filter(({ status }) => status === 201)).toHaveLength(1)
    const [row] = await rowsOf(world)
    const [key = '', ...others] = await objectsOf(world)
    expect(others).toEqual([])
    const stored = await (await env.MEDIA.get(key))?.bytes()
    expect(await sha256Of(new Uint8Array(stored ?? []))).toBe(row?.['sha256'])
    for (const { status, body } of sent) if (status < 300) expect(body['sha256']).toBe(row?.['sha256'])
  })

  it('is begun twenty times at most', async () => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    for (let count = 0; count < 20; count += 1) await send(world, url, new Uint8Array(1))
    expect((await send(world, url, pngOf(SIZE))).body['errors'][0].message).toContain('too often')
  })

  it('goes on where the database loses an answer', async () => {
    let lost = 0
    const world = await createWorld({
      bindings: (bound) => ({
        DB: new Proxy(bound.DB, {
          get: (target, name) => {
            if (name !== 'batch') return target.prepare.bind(target)
            return async (statements: D1PreparedStatement[]) => {
              const answer = await target.batch(statements)
              lost += 1
              if (lost % 2 === 1) throw new Error('D1_ERROR: Network connection lost.')
              return answer
            }
          },
        }),
      }),
    })
    const { url } = await announce(world, { bytes: SIZE })
    expect(await send(world, url, pngOf(SIZE))).toMatchObject(ok())
    expect([await objectsOf(world), await rowsOf(world)]).toMatchObject([[expect.stringContaining('/2.png')], [{ status: 'STORED', object: 2 }]])
  })

  it('does not count where the bucket fails, and that is no fault of its sender', async () => {
    let fails = true
    const world = await createWorld({
      bindings: (bound) => ({
        MEDIA: new Proxy(bound.MEDIA, {
          get: (target, name: keyof R2Bucket) => {
            if (name === 'put' && fails) return async () => Promise.reject(new Error('put: We encountered an internal error. Please try again. (10001)'))
            return target[name].bind(target)
          },
        }),
      }),
    })
    const { url } = await announce(world, { bytes: SIZE })
    expect((await send(world, url, pngOf(SIZE))).status).toBe(500)
    fails = false
    expect(await send(world, url, pngOf(SIZE))).toMatchObject(ok())
  })
})

describe('the address to send to', () => {
  const changes: readonly (readonly [string, (url: URL) => void])[] = [
    ['another signature', (url) => url.searchParams.set('sig', `${url.searchParams.get('sig')?.slice(0, -2)}AA`)],
    ['no signature', (url) => url.searchParams.delete('sig')],
    ['a later end', (url) => url.searchParams.set('exp', String(Number(url.searchParams.get('exp')) + 9))],
    ['another upload', (url) => void (url.pathname = url.pathname.replace(/.$/, (last) => (last === '0' ? '1' : '0')))],
    ['another account', (url) => void (url.pathname = url.pathname.replace('/acc_', '/acc_1'))],
    ['two signatures', (url) => url.searchParams.append('sig', 'x')],
  ]
  it.each(changes)('with %s is refused, and nothing is read of the database', async (_what, change) => {
    const world = await createWorld()
    const { url } = await announce(world, { bytes: SIZE })
    const changed = new URL(url)
    change(changed)
    expect((await send(world, changed.href, pngOf(SIZE))).status).toBe(403)
    expect([await objectsOf(world), await rowsOf(world)]).toMatchObject([[], [{ tries: 0 }]])
  })

  it('ends after an hour; reading the upload gives another', async () => {
    const world = await createWorld()
    const { id, url } = await announce(world, { bytes: SIZE })
    world.clock.nowMs += HOUR_MS
    const late = await send(world, url, pngOf(SIZE))
    expect([late.status, late.body['errors'][0].message]).toEqual([403, expect.stringContaining('expired')])
    const { upload } = await world.ask(READ_UPLOAD, { id })
    expect(await send(world, upload.url, pngOf(SIZE))).toMatchObject(ok())
  })

  it('is good for sending alone, and a link to a medium is none to send', async () => {
    const world = await createWorld()
    const { id, url } = await announce(world, { bytes: SIZE })
    await send(world, url, pngOf(SIZE))
    const [key = ''] = await objectsOf(world)
    const { pathname, search } = new URL(url)
    expect((await world.fetchApp(`/media${pathname}/1.png${search}`)).status).toBe(403)
    const link = new URL(await world.services.media.linkUntil(key, world.clock.nowMs + HOUR_MS))
    expect((await send(world, `http://127.0.0.1:8787/uploads/${world.accountId}/${id}${link.search}`, pngOf(SIZE))).status).toBe(403)
  })

  it('may be asked so often a minute, whoever asks', async () => {
    const world = await createWorld({ bindings: () => ({ KEY_LOOKUPS: { limit: async () => ({ success: false }) } }) })
    const token = await createToken(world)
    const { url } = await announce(world, { bytes: SIZE }, token)
    const { status, headers } = await send(world, url, pngOf(SIZE))
    expect([status, headers.get('retry-after'), await rowsOf(world)]).toMatchObject([429, '60', [{ tries: 0 }]])
  })
})

describe('bytes of a picture and a page', () => {
  it('are one picture, whatever follows its end', async () => {
    const world = await createWorld()
    const both = new Uint8Array(joined(pngOf(200), ascii('<script>alert(1)</script>')))
    const { url } = await announce(world, { bytes: both.byteLength })
    expect((await send(world, url, both)).body).toMatchObject({ contentType: 'image/png' })
  })
})
