// R2 that fails for a moment: every call that may be repeated is, and what can be done but once is not.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { patientBucket } from '../../src/media/patient-bucket.ts'

const KEY = 'patient/key'

/** A bucket of which the first calls fail: before anything happens, or when it has happened and only the answer is lost. */
function failing(failures: number, isAfter = false) {
  const told = { calls: [] as string[], pauses: [] as number[] }
  const bucket = new Proxy(env.MEDIA, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...given: readonly unknown[]): Promise<unknown> => {
        told.calls.push(String(name))
        const fails = told.calls.length <= failures
        if (fails && !isAfter) throw new Error('We encountered an internal error. (10001)')
        const answer: unknown = await Reflect.apply(member, target, given)
        if (fails) throw new Error('We encountered an internal error. (10001)')
        return answer
      }
    },
  })
  return { told, patient: patientBucket(bucket, { pausesMs: [10, 20], pause: async (ms) => void told.pauses.push(ms) }) }
}

const CALLS: readonly (readonly [name: string, call: (bucket: R2Bucket) => Promise<unknown>])[] = [
  ['get', async (bucket) => (await bucket.get(KEY))?.text()], ['head', async (bucket) => (await bucket.head(KEY))?.size], ['list', async (bucket) => (await bucket.list({ prefix: KEY })).objects.map(({ key }) => key)],
  ['put', async (bucket) => (await bucket.put(KEY, 'bytes'))?.size], ['delete', (bucket) => bucket.delete(KEY)],
]

describe.each(CALLS)('%s', (name, call) => {
  it.each([[0, false], [1, false], [2, false], [1, true], [2, true]])('that fails %i times (and had happened: %s) does in the end what it does at once', async (failures, isAfter) => {
    await env.MEDIA.put(KEY, 'bytes')
    const expected = await call(env.MEDIA)
    await env.MEDIA.put(KEY, 'bytes')
    const { told, patient } = failing(failures, isAfter)
    expect([await call(patient), told.calls, told.pauses]).toEqual([expected, Array(failures + 1).fill(name), [10, 20].slice(0, failures)])
    expect((await env.MEDIA.head(KEY)) === null).toBe(name === 'delete')
  })

  it('that fails for long is told, after all its repetitions', async () => {
    const { told, patient } = failing(9)
    await expect(call(patient)).rejects.toThrow('10001')
    expect([told.calls.length, told.pauses]).toEqual([3, [10, 20]])
  })
})

it('a stream can be read once: its sender opens it anew', async () => {
  const { told, patient } = failing(1)
  await expect(patient.put(KEY, new Blob(['bytes']).stream())).rejects.toThrow('10001')
  expect([told.calls, told.pauses]).toEqual([['put'], []])
})

it('beginning an upload in parts is not repeated: each begins another one', async () => {
  const { told, patient } = failing(1)
  await expect(patient.createMultipartUpload(KEY)).rejects.toThrow('10001')
  expect([told.calls, told.pauses]).toEqual([['createMultipartUpload'], []])
})
