// Sending an upload in parts: in any order, again, from where it broke off; whole it is judged as one that comes in one piece.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { PART_BYTES } from '../../src/domain/upload.ts'
import { createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { HOUR_MS, READ_UPLOAD, announce, brokenOff, objectsOf, rowsOf, send, sha256Of, sharesOf } from './sending.ts'
import type { Bytes } from './sending.ts'

const BYTES = 90_000_001

/** What begins as a film does, and is as large as must come in parts. */
const FILM: Bytes = new Uint8Array(BYTES).fill(7)
FILM.set(new TextEncoder().encode('\0\0\0\x18ftypisom\0\0\0\0isommp42'))
const partOf = (part: number): Bytes => FILM.subarray((part - 1) * PART_BYTES, Math.min(BYTES, part * PART_BYTES))

async function begun(input: Record<string, unknown> = {}, options: WorldOptions = {}) {
  const world = await createWorld(options)
  const { id, url } = await announce(world, { contentType: 'video/mp4', bytes: BYTES, ...input })
  return { world, id: String(id), url: String(url) }
}

const sendPart = (world: World, url: string, part: number | string, body: BodyInit = partOf(Number(part))) => send(world, `${url}&part=${part}`, body)
const complete = (world: World, url: string) => send(world, `${url}&complete`, null, { method: 'POST' })
const received = async (world: World, url: string) => (await send(world, url, null, { method: 'GET' })).body['received']

/** As if they had been sent, once one was: quicker than by requests. */
async function stow(world: World, parts: readonly number[]): Promise<void> {
  const [row] = await rowsOf(world)
  const key = `uploads/${world.accountId}/${String(row?.['id'])}/${Number(row?.['multipart_object'])}.mp4`
  const multipart = env.MEDIA.resumeMultipartUpload(key, String(row?.['multipart']))
  for (const part of parts) {
    const { etag } = await multipart.uploadPart(part, partOf(part))
    await env.DB.prepare('update uploads set parts = json_set(parts, ?1, ?2) where account_id = ?3').bind(`$."${part}"`, etag, world.accountId).run()
  }
}

const isRefused = (field: string) => ({ status: 400, body: { errors: [{ extensions: { code: 'INVALID_INPUT', field } }] } })

/** A bucket that puts the parts together and whose answer does not arrive; nor does the look whether it has. */
function dyingAfterJoin(bucket: R2Bucket, fault: { dies: boolean }): R2Bucket {
  const die = async (act: () => Promise<unknown>): Promise<unknown> => {
    const result = await act()
    if (fault.dies) throw new Error('the Worker died')
    return result
  }
  return new Proxy(bucket, {
    get: (target, name: keyof R2Bucket) => {
      if (name === 'head') return (key: string) => die(() => target.head(key))
      if (name !== 'resumeMultipartUpload') return target[name].bind(target)
      return (key: string, id: string) => {
        const multipart = target.resumeMultipartUpload(key, id)
        return { uploadPart: multipart.uploadPart.bind(multipart), abort: multipart.abort.bind(multipart), complete: (parts: R2UploadedPart[]) => die(() => multipart.complete(parts)) }
      }
    },
  })
}

describe('an upload in parts', { timeout: 120_000 }, () => {
  it('comes in any order, twice and at once, goes on where it broke off, and is joined once, whoever dies', async () => {
    const fault = { dies: true }
    const { world, id, url } = await begun({ sha256: await sha256Of(FILM) }, { bindings: (bound) => ({ MEDIA: dyingAfterJoin(bound.MEDIA, fault) }) })
    expect((await sendPart(world, url, 6)).body).toMatchObject({ stored: false, partBytes: PART_BYTES, received: [6] })
    expect(await sendPart(world, url, 2, brokenOff(partOf(2), 5_000_000))).toMatchObject(isRefused('body'))
    expect(await received(world, url)).toEqual([6])
    expect(await complete(world, url)).toMatchObject({ ...isRefused('part'), body: { errors: [{ message: 'These parts are missing: 1, 2, 3, 4, 5.' }] } })
    await Promise.all([6, 3, 1, 6].map((part) => sendPart(world, url, part)))
    expect((await world.ask(READ_UPLOAD, { id }))['upload']).toMatchObject({ received: [1, 3, 6], existing: false })
    await stow(world, [5, 4])
    expect((await sendPart(world, url, 2)).body).toMatchObject({ received: [1, 2, 3, 4, 5, 6] })
    expect((await complete(world, url)).status).toBe(500)
    fault.dies = false
    const done = [...(await Promise.all([complete(world, url), complete(world, url)])), await complete(world, url)]
    for (const { status, body } of done) {
      expect(status).toBeLessThan(300)
      expect(body).toMatchObject({ stored: true, bytes: BYTES, sha256: await sha256Of(FILM), received: [1, 2, 3, 4, 5, 6] })
    }
    expect((await sendPart(world, url, 6)).status).toBe(200)
    const [key = '', ...others] = await objectsOf(world)
    expect(others).toEqual([])
    const object = await env.MEDIA.get(key)
    expect([object?.size, object?.httpMetadata?.contentType]).toEqual([BYTES, 'video/mp4'])
    expect(await sha256Of(new Uint8Array(await (object?.arrayBuffer() ?? new ArrayBuffer())))).toBe(await sha256Of(FILM))
    expect(await announce(world, { contentType: 'video/mp4', bytes: BYTES, sha256: await sha256Of(FILM) })).toMatchObject({ id, existing: true })
  })

  it('that is another file than was said is refused as a whole, leaves nothing, and may be sent again', async () => {
    const { world, url } = await begun({ sha256: '0'.repeat(64) })
    await sendPart(world, url, 6)
    await stow(world, [1, 2, 3, 4, 5])
    expect(await complete(world, url)).toMatchObject(isRefused('body'))
    expect([await objectsOf(world), await received(world, url), await rowsOf(world)]).toMatchObject([[], [], [{ status: 'OPEN', multipart: null }]])
    expect(await complete(world, url)).toMatchObject(isRefused('part'))
    expect((await sendPart(world, url, 6)).body).toMatchObject({ received: [6] })
  })

  it('refuses parts that there are not, of another size, of another type, and the whole at once', async () => {
    const { world, url } = await begun()
    for (const part of ['0', '7', '1.5', 'x', '1&part=2', '-1', '']) expect(await sendPart(world, url, part, partOf(1))).toMatchObject(isRefused('part'))
    expect(await send(world, url, partOf(1))).toMatchObject(isRefused('part'))
    expect(await sendPart(world, url, 1, partOf(6))).toMatchObject(isRefused('body'))
    expect(await sendPart(world, url, 6, partOf(1))).toMatchObject(isRefused('body'))
    expect(await sendPart(world, url, 1, partOf(2))).toMatchObject(isRefused('body'))
    expect(await sendPart(world, url, 1, new Uint8Array(0))).toMatchObject(isRefused('body'))
    expect((await send(world, `${url}&part=1`, partOf(1), { headers: { 'content-length': '5' } })).status).toBe(400)
    expect(await send(world, url, null, { method: 'POST' })).toMatchObject(isRefused('complete'))
    expect([await objectsOf(world), await received(world, url)]).toEqual([[], []])
    const small = await announce(world, { bytes: 100 })
    expect(await sendPart(world, small['url'], 1, new Uint8Array(100))).toMatchObject(isRefused('part'))
  })

  it('that is given up is deleted with its parts, and free again', async () => {
    const { world, url } = await begun()
    await sendPart(world, url, 6)
    await stow(world, [1])
    const [row] = await rowsOf(world)
    world.clock.nowMs += 25 * HOUR_MS
    await world.sweep()
    expect([await rowsOf(world), await sharesOf(world), await objectsOf(world)]).toEqual([[], [], []])
    const [id, object] = [String(row?.['id']), Number(row?.['multipart_object'])]
    const gone = env.MEDIA.resumeMultipartUpload(`uploads/${world.accountId}/${id}/${object}.mp4`, String(row?.['multipart']))
    await expect(gone.uploadPart(1, new Uint8Array(5))).rejects.toThrow()
  })
})
