// One start, seen from outside: from the spawn of workerd to its first answer, and to the answer of its first query.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { processorMsOf } from '../local/processor-time.ts'
import { startTool } from '../local/tools.ts'

export interface Start {
  /** Until `GET /health` is answered: whatever the module does when it is imported. */
  readonly answer: Moment
  /** Until the first query is answered as well, which pays for what was put off. */
  readonly query?: Moment
}

export interface Moment {
  readonly ms: number
  /** What the processor did until then; told by Linux alone. */
  readonly cpuMs?: number | undefined
}

export interface Query {
  readonly document: string
  readonly headers: Readonly<Record<string, string>>
}

/** @param config a file for `workerd serve`; its socket is on a port of workerd's choice */
export async function timeStart(config: string, query: Query | undefined): Promise<Start> {
  const startedAtMs = performance.now()
  const child = startTool('workerd', ['serve', '--experimental', '--control-fd=3', config], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeoutMs: PATIENCE_MS })
  const ended = once(child, 'close')
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const moment = (): Moment => ({ ms: performance.now() - startedAtMs, cpuMs: processorMsOf(child.pid) })
  try {
    const url = `http://127.0.0.1:${await portOf(child)}`
    await answered(`${url}/health`)
    const answer = moment()
    if (!query) return { answer }
    const { document, headers } = query
    await answered(`${url}/graphql`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify({ query: document }) })
    return { answer, query: moment() }
  } catch (error) {
    throw new Error(`It did not start: ${printed}`, { cause: error })
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

const PATIENCE_MS = 60_000

/** workerd tells it on a pipe as soon as it listens. */
async function portOf(child: ChildProcess): Promise<number> {
  let told = ''
  for await (const text of (child.stdio[3] as Readable).setEncoding('utf8')) {
    told += String(text)
    const port = /"port":(\d+)/.exec(told)?.[1]
    if (port !== undefined) return Number(port)
  }
  throw new Error('it ended')
}

async function answered(url: string, init?: RequestInit): Promise<void> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok || text.includes('"errors"')) throw new Error(`${response.status} ${text}`)
}
