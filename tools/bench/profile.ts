// V8's profiler in a workerd that listens for inspectors, and what it tells as a table.
import { once } from 'node:events'
import * as v from 'valibot'
import { table } from '../local/terminal.ts'

const Profile = v.object({
  nodes: v.array(v.object({ id: v.number(), callFrame: v.object({ functionName: v.string(), url: v.string(), lineNumber: v.number() }) })),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
})
type Profile = v.InferOutput<typeof Profile>

const Answer = v.object({ id: v.optional(v.number()), result: v.optional(v.unknown()), error: v.optional(v.unknown()) })

/** @param address of the isolate's inspector */
export async function profiled<Outcome>(address: string, run: () => Promise<Outcome>): Promise<{ readonly outcome: Outcome; readonly profile: Profile }> {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  let asked = 0
  const ask = (method: string, params: object = {}): Promise<unknown> => {
    const id = (asked += 1)
    return new Promise((resolve, reject) => {
      const hear = ({ data }: MessageEvent<unknown>): void => {
        const answer = v.parse(Answer, JSON.parse(String(data)))
        if (answer.id !== id) return
        socket.removeEventListener('message', hear)
        if (answer.error === undefined) resolve(answer.result)
        else reject(new Error(`${method}: ${JSON.stringify(answer.error)}`))
      }
      socket.addEventListener('message', hear)
      socket.send(JSON.stringify({ id, method, params }))
    })
  }
  await ask('Profiler.enable')
  await ask('Profiler.setSamplingInterval', { interval: 200 })
  await ask('Profiler.start')
  const outcome = await run()
  const { profile } = v.parse(v.object({ profile: Profile }), await ask('Profiler.stop'))
  socket.close()
  return { outcome, profile }
}

const COLUMNS = [
  { title: 'µs an answer', side: 'right' },
  { title: 'of all', side: 'right' },
  { title: 'function', side: 'left' },
] as const

/** Each function's own time, without what it calls; what waits is left out. */
export function profileTable({ nodes, samples, timeDeltas }: Profile, answers: number, lines: number): string[] {
  const names = new Map(nodes.map(({ id, callFrame: { functionName, lineNumber } }) => [id, `${functionName || '(nameless)'}${lineNumber > 0 ? `:${lineNumber + 1}` : ''}`]))
  const own = new Map<string, number>()
  samples.forEach((id, index) => {
    const name = names.get(id) ?? ''
    if (!WAITING.has(name)) own.set(name, (own.get(name) ?? 0) + (timeDeltas[index] ?? 0))
  })
  const total = [...own.values()].reduce((sum, us) => sum + us, 0)
  const rows = [...own].toSorted(([, one], [, other]) => other - one).slice(0, lines)
  return table(COLUMNS, [...rows, ['all of it', total] as const].map(([name, us]) => [(us / answers).toFixed(1), `${((us / total) * 100).toFixed(1)} %`, name]))
}

const WAITING: ReadonlySet<string> = new Set(['(root)', '(idle)', '(program)'])
