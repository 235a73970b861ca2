// What the processor did for a process: steadier than the clock where others use the machine. Told by Linux alone.
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds, of all its threads. */
export function processorMsOf(pid: number | undefined): number | undefined {
  const tasks = `/proc/${pid}/task`
  try {
    return readdirSync(tasks).reduce((sum, task) => sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6, 0)
  } catch {
    return undefined
  }
}

/** The processes that this one has started and that have not ended. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
