// Whoever sends the load, another process, as this one sees it.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Asked } from './scenarios.ts'

export interface Load {
  readonly url: string
  /** Each connection sends them in turn. */
  readonly requests: readonly Asked[]
  readonly connections: number
  readonly seconds: number
  /** So many instead, however long it takes. */
  readonly amount?: number | undefined
  /** Of a good answer, whose body includes this. */
  readonly status: number
  readonly includes: string
}

const Outcome = v.object({ answers: v.number(), perSecond: v.number(), bad: v.number() })
export type Outcome = v.InferOutput<typeof Outcome>

export interface Gun {
  readonly fire: (load: Load) => Promise<Outcome>
  readonly close: () => void
}

export function openGun(): Gun {
  const child = fork(join(import.meta.dirname, 'fire.ts'))
  return {
    fire: async (load) => {
      child.send(load)
      const [message] = await once(child, 'message')
      return v.parse(Outcome, message)
    },
    close: () => child.kill(),
  }
}
