// Where the past of the status page is kept: one object of R2.
import { believed, readOwnJson } from '../domain/own-json.ts'
import type { History } from './history.ts'
import type { StatusHistory } from './ports.ts'

const KEY = 'status/history.json'
const Kept = believed<History>()

export const openStatusHistory = (bucket: Pick<R2Bucket, 'get' | 'put'>): StatusHistory => ({
  read: async () => {
    const object = await bucket.get(KEY)
    return object ? readOwnJson(Kept, await object.text()) : undefined
  },
  write: async (history) => void (await bucket.put(KEY, JSON.stringify(history), { httpMetadata: { contentType: 'application/json' } })),
})
