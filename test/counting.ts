// Bindings that count what is asked of them: D1 by its own `meta`, the gate by its calls.
import type { Env } from '../src/env.ts'

export interface Counts {
  roundTrips: number
  /** Each of a round trip's: D1 lets an invocation ask 1,000. */
  statements: number
  rowsRead: number
  rowsWritten: number
  gateCalls: number
  /** Of the companies' lines. */
  lineCalls: number
  /** Lines to the object that were attached. */
  attached: number
  /** The longest chain of things that waited for one another, as far as the counted bindings tell. */
  order: string[]
}

export function counting(counts: Counts): (env: Env) => Partial<Env> {
  return (env) => ({ DB: countingD1(env.DB, counts), ACCOUNT_GATE: countingGate(env.ACCOUNT_GATE, counts), UPSTREAM_PLACES: countingPlaces(env.UPSTREAM_PLACES, counts) })
}

/** Everything the service does goes through `batch`, so that it is all one kind of call; anything else is refused here. */
export function countingD1(binding: D1Database, counts: Counts): D1Database {
  return new Proxy(binding, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => refusing(target.prepare(query))
      if (name !== 'batch') throw new Error(`D1 was asked to ${String(name)}, which is not counted`)
      return async (statements: D1PreparedStatement[]) => {
        counts.roundTrips += 1
        counts.statements += statements.length
        counts.order.push('d1 >')
        const results = await target.batch(statements)
        counts.order.push('d1 <')
        for (const { meta } of results) {
          counts.rowsRead += meta.rows_read
          counts.rowsWritten += meta.rows_written
        }
        return results
      }
    },
  })
}

/** A statement that can be bound and batched, but not run by itself. */
function refusing(statement: D1PreparedStatement): D1PreparedStatement {
  return Object.assign(statement, { bind: statement.bind.bind(statement) })
}

function countingGate(namespace: Env['ACCOUNT_GATE'], counts: Counts): Env['ACCOUNT_GATE'] {
  return new Proxy(namespace, {
    get: (target, name) => {
      if (name !== 'get') return (id: string) => target.idFromName(id)
      return (id: DurableObjectId) => {
        const stub = target.get(id)
        const call = (method: 'admit' | 'look' | 'tell' | 'release' | 'giveBack' | 'turns') => async (request: never) => {
          counts.gateCalls += 1
          counts.order.push('gate >')
          const answer = await stub[method](request)
          counts.order.push('gate <')
          return answer
        }
        const fetch = async (...request: Parameters<Fetcher['fetch']>) => {
          counts.gateCalls += 1
          const answer = await stub.fetch(...request)
          if (answer.webSocket) counts.attached += 1
          return answer
        }
        return { admit: call('admit'), look: call('look'), tell: call('tell'), release: call('release'), giveBack: call('giveBack'), turns: call('turns'), fetch }
      }
    },
  })
}

function countingPlaces(namespace: Env['UPSTREAM_PLACES'], counts: Counts): Env['UPSTREAM_PLACES'] {
  return new Proxy(namespace, {
    get: (target, name) => {
      if (name !== 'get') return (upstream: string) => target.idFromName(upstream)
      return (id: DurableObjectId) => {
        const stub = target.get(id)
        const call = (method: 'ask' | 'free' | 'look' | 'order') => (request: never) => {
          counts.lineCalls += 1
          return stub[method](request)
        }
        return { ask: call('ask'), free: call('free'), look: call('look'), order: call('order') }
      }
    },
  })
}

export const noCounts = (): Counts => ({ roundTrips: 0, statements: 0, rowsRead: 0, rowsWritten: 0, gateCalls: 0, lineCalls: 0, attached: 0, order: [] })
