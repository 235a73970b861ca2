import { describe, expect, it } from 'vitest'
import { MAX_BODY_BYTES, readBodyText } from '../../src/http/read-body.ts'

const never = new AbortController().signal
const streamOf = (...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

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
})
