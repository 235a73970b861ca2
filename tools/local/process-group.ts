// Ends a child process together with all it started, however this script ends. wrangler starts workerd, which would
// otherwise stay behind and keep the port.
import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const GRACE_MS = 5000

export interface ProcessGroup {
  /** Calling it twice is harmless. */
  readonly stop: () => Promise<void>
  /** Ends all of it at once, without a chance to put anything in order: a power cut. */
  readonly kill: () => Promise<void>
  /** Settles when the child ends although nobody stopped it. */
  readonly endedByItself: Promise<void>
}

/** @param child started in a group of its own */
export function ownGroup(child: ChildProcess): ProcessGroup {
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= endGroup(child))
  const kill = () => (stopping ??= killGroup(child))
  if (child.pid !== undefined) endWithUs(child.pid)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      void stop().finally(() => process.exit(name === 'SIGINT' ? 130 : 143))
    })
  }
  const endedByItself = new Promise<void>((resolve) => {
    child.once('close', () => {
      if (!stopping) resolve()
    })
  })
  return { stop, kill, endedByItself }
}

/** Waits in a process of its own for our end of a pipe to close, which it does also when we are killed outright. */
function endWithUs(groupId: number): void {
  const watcher = spawn('sh', ['-c', 'cat >/dev/null; kill -s KILL -- "-$0"', String(groupId)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.unref()
}

async function endGroup(child: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + GRACE_MS
  signal(child, 'SIGTERM')
  while (signal(child, 0) && Date.now() < deadlineMs) await sleep(50)
  signal(child, 'SIGKILL')
}

async function killGroup(child: ChildProcess): Promise<void> {
  while (signal(child, 'SIGKILL')) await sleep(50)
}

/** False when nobody of the group is left. */
function signal(child: ChildProcess, name: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false
  try {
    return process.kill(-child.pid, name)
  } catch {
    return false
  }
}
