// Compressed request bodies: decoded within the same limit, in little memory, or refused with what is taken.
import { describe, expect, it } from 'vitest'
import { decodedBody } from '../../src/http/content-coding.ts'
import { MAX_BODY_BYTES, readBodyText } from '../../src/http/read-body.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

const never = new AbortController().signal
const QUERY = JSON.stringify({ query: '{ me { id } }' })

async function compressed(format: 'gzip' | 'deflate', bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Response(bytes).body?.pipeThrough(new CompressionStream(format))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

const packed = (format: 'gzip' | 'deflate', text: string) => compressed(format, new TextEncoder().encode(text))

const padded = (length: number) => packed('gzip', QUERY.padEnd(length, ' '))

function send(world: World, coding: string, body: Uint8Array | string) {
  const headers = { 'authorization': `Bearer ${world.key}`, 'content-type': 'application/json', 'content-encoding': coding }
  return world.fetchApp('/graphql', { method: 'POST', headers, body })
}

describe('a compressed body', () => {
  it('is read as if it were not', async () => {
    const world = await createWorld()
    for (const [coding, body] of [['gzip', await packed('gzip', QUERY)], ['x-gzip', await packed('gzip', QUERY)], ['GZIP', await packed('gzip', QUERY)], ['deflate', await packed('deflate', QUERY)], ['identity', QUERY]] as const) {
      const response = await send(world, coding, body)
      expect([coding, response.status, await response.json()]).toEqual([coding, 200, { data: { me: { id: world.accountId } } }])
    }
  })

  it('of another coding is refused with those that are taken', async () => {
    const world = await createWorld()
    for (const coding of ['br', 'zstd', 'gzip, gzip', 'constructor']) {
      const response = await send(world, coding, 'x')
      expect([coding, response.status, response.headers.get('accept-encoding')]).toEqual([coding, 415, 'gzip, deflate'])
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE', field: 'Content-Encoding', allowed: ['gzip', 'deflate'] } }] })
    }
    const another = await world.fetchApp('/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })
    expect([another.status, another.headers.get('accept-encoding')]).toEqual([415, null])
  })

  it('that is broken or cut off is INVALID_INPUT', async () => {
    const world = await createWorld()
    const body = await packed('gzip', QUERY)
    for (const broken of [QUERY, body.slice(0, -12), body.slice(0, 5), new Uint8Array([...body.slice(0, 12), 0, 0, 0, ...body.slice(15)])]) {
      const response = await send(world, 'gzip', broken)
      expect([response.status, (await response.json<{ errors: { extensions: { code: string } }[] }>()).errors[0]?.extensions.code]).toEqual([400, 'INVALID_INPUT'])
    }
  })

  it('may have as many bytes as another, counted once decoded', async () => {
    const world = await createWorld()
    expect((await send(world, 'gzip', await padded(MAX_BODY_BYTES))).status).toBe(200)
    expect((await send(world, 'gzip', await padded(MAX_BODY_BYTES + 1))).status).toBe(413)
  })

  it('of a thousand times its size is given up after little of it', async () => {
    const zeros = new Uint8Array(1_000_000)
    const source = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(zeros) })
    const bomb: Uint8Array[] = []
    let size = 0
    for await (const chunk of source.pipeThrough(new CompressionStream('gzip'))) {
      bomb.push(chunk)
      size += chunk.byteLength
      if (size > 150_000) break
    }
    let taken = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const chunk = bomb[taken]
        taken += 1
        if (chunk) controller.enqueue(chunk)
        else controller.close()
      },
    }, { highWaterMark: 0 })
    const request = new Request('https://api.doitong.com/graphql', { method: 'POST', headers: { 'content-encoding': 'gzip' }, body })
    await expect(readBodyText(decodedBody(request, (ms) => scheduler.wait(ms)), never)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    const bytesTaken = bomb.slice(0, taken).reduce((sum, chunk) => sum + chunk.byteLength, 0)
    expect(bytesTaken).toBeLessThan(20_000)
  })
})
