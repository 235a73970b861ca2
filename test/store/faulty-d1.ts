// D1 with faults of the test's choosing: before each batch it asks what is to happen to it.

export const LOST = 'D1_ERROR: Network connection lost.'

/** `BEFORE`: it fails and nothing happened. `AFTER`: it happened and the answer is lost. A function: it is lost when that says so of it. */
export type BatchFault = 'BEFORE' | 'AFTER' | ((answer: readonly D1Result[]) => boolean) | undefined

export function faultyD1(binding: D1Database, faultOf: (statements: readonly D1PreparedStatement[]) => BatchFault, message = LOST): D1Database {
  return new Proxy(binding, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => target.prepare(query)
      if (name !== 'batch') throw new Error(`D1 was asked to ${String(name)}, which nothing repeats`)
      return async (statements: D1PreparedStatement[]) => {
        const fault = faultOf(statements)
        if (fault === 'BEFORE') throw new Error(message)
        const results = await target.batch(statements)
        if (fault === 'AFTER' || (typeof fault === 'function' && fault(results))) throw new Error(message)
        return results
      }
    },
  })
}
