import { describe, expect, it } from 'vitest'
import { MAX_BODY_BYTES, readBodyText, readRequestText } from '../../src/http/read-body.ts'

const never = new AbortController().signal
const streamOf = (...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const read = (body: BodyInit, headers: Record<string, string>, signal = never): Promise<string> =>
  readRequestText(new Request('https://api.test/graphql', { method: 'POST', body, headers }), (ms) => scheduler.wait(ms), signal)

describe('reading a body', () => {
  it('puts together what was cut within a character', async () => {
    const whole = bytes('{"a": "क"}')
    expect(await readBodyText(streamOf(whole.slice(0, 8), whole.slice(8)), never)).toBe('{"a": "क"}')
  })

  it('takes exactly the limit, and not one byte more', async () => {
    expect(await readBodyText(streamOf(new Uint8Array(MAX_BODY_BYTES).fill(32)), never)).toHaveLength(MAX_BODY_BYTES)
    await expect(readBodyText(streamOf(new Uint8Array(MAX_BODY_BYTES).fill(32), bytes(' ')), never)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
  })

  it('that never ends is given up when its time is over', async () => {
    const time = new AbortController()
    const silent = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(bytes('{')) })
    const reading = readBodyText(silent, time.signal)
    time.abort()
    await expect(reading).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' })
    await expect(readBodyText(new ReadableStream(), AbortSignal.abort())).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' })
  })

  it('that is not UTF-8, or is cut within a character, is INVALID_INPUT', async () => {
    await expect(readBodyText(streamOf(new Uint8Array([0x22, 0xff, 0x22])), never)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(readBodyText(streamOf(bytes('क').slice(0, 2)), never)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('is the same at once, where a request says that it is small', async () => {
    const small = { 'content-length': '12' }
    expect(await read('{"a": "क"}', small)).toBe('{"a": "क"}')
    await expect(read(new Uint8Array([0x22, 0xff, 0x22]), small)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(read(new Uint8Array(MAX_BODY_BYTES + 1), small)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    await expect(read('{}', small, AbortSignal.abort())).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' })
    await expect(read('{}', { ...small, 'content-encoding': 'gzip' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})
