// R2 whose errors are waited out: each of them may be gone in a moment, and nothing that is asked of it here does harm when it
// happens twice. A stream can be read once only: what is put by one is opened anew by whoever has its source.
import { repeat } from '../net/repeat.ts'
import type { Patience } from '../net/repeat.ts'

const REPEATED: ReadonlySet<PropertyKey> = new Set(['get', 'head', 'list', 'delete', 'put'])

export function patientBucket(bucket: R2Bucket, patience: Patience): R2Bucket {
  return new Proxy(bucket, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...given: readonly unknown[]): unknown => {
        const act = async (): Promise<unknown> => Reflect.apply(member, target, given)
        return REPEATED.has(name) && !(given[1] instanceof ReadableStream) ? repeat(patience, () => true, act) : Reflect.apply(member, target, given)
      }
    },
  })
}
