// What the Workers of the services that this script has started hold in memory, looked at over and over.
import { execFileSync } from 'node:child_process'

const EVERY_MS = 250

interface Process {
  readonly pid: number
  readonly parent: number
  readonly bytes: number
  readonly name: string
}

export interface MemoryWatch {
  readonly stop: () => { readonly restingBytes: number; readonly mostBytes: number }
}

/** To be begun when nothing is sent yet. */
export function watchMemory(): MemoryWatch {
  const restingBytes = workersBytes()
  let mostBytes = restingBytes
  const timer = setInterval(() => (mostBytes = Math.max(mostBytes, workersBytes())), EVERY_MS).unref()
  return {
    stop: () => {
      clearInterval(timer)
      return { restingBytes, mostBytes }
    },
  }
}

/** Of all of them together. */
function workersBytes(): number {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,comm='], { encoding: 'utf8' }).trim().split('\n').map(processOf)
  const ours = new Set([process.pid])
  // A child may be listed before its parent.
  for (let before = 0; before < ours.size; ) {
    before = ours.size
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid)
  }
  return all.filter(({ pid, name }) => ours.has(pid) && name.startsWith('workerd')).reduce((sum, { bytes }) => sum + bytes, 0)
}

function processOf(line: string): Process {
  const [pid, parent, kibibytes, ...name] = line.trim().split(/\s+/)
  return { pid: Number(pid), parent: Number(parent), bytes: Number(kibibytes) * 1024, name: name.join(' ') }
}
