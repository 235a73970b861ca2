// A Worker's end of a line to the account's object: the rows that were told, in order, until it closes.
import { toldJob } from '../jobs/tell.ts'
import type { Job } from '../store/tables.ts'

export interface Line {
  /** The next that was told, if any is waiting. */
  readonly take: () => Job | undefined
  readonly isOpen: () => boolean
  /** Until something was told or it has closed. */
  readonly news: () => Promise<void>
  readonly close: () => void
}

/** Whoever is too slow for so many moves of a job gets the latest. */
const MOST_WAITING = 16

export function openLine(socket: WebSocket): Line {
  const told: Job[] = []
  let isOpen = true
  let wake: (() => void) | undefined
  const end = (): void => {
    isOpen = false
    wake?.()
  }
  socket.addEventListener('message', ({ data }) => {
    told.push(toldJob(String(data)))
    if (told.length > MOST_WAITING) told.shift()
    wake?.()
  })
  socket.addEventListener('close', end)
  socket.addEventListener('error', end)
  // Only now, so that nothing is told to nobody.
  socket.accept()
  return {
    take: () => told.shift(),
    isOpen: () => isOpen,
    news: () =>
      new Promise((resolve) => {
        if (told.length > 0 || !isOpen) resolve()
        else wake = resolve
      }),
    close: () => {
      if (isOpen) socket.close(1000)
      end()
    },
  }
}
