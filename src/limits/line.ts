// A Worker's end of a line to the account's object: the rows that were told, in order, and the job's place among those that
// wait for a slot, until it closes.
import { believed, readOwnJson } from '../domain/own-json.ts'
import { toldJob } from '../jobs/tell.ts'
import type { Job } from '../store/tables.ts'

/** A row has no such field. */
export interface ToldPlace {
  readonly place: number | null
}

const Told = believed<Partial<ToldPlace>>()

export interface Line {
  /** The next that was told, if any is waiting. */
  readonly take: () => Job | undefined
  /** As it was told last; null: it does not wait. */
  readonly place: () => number | null
  readonly isOpen: () => boolean
  /** Until something was told, another place than this, or it has closed. */
  readonly news: (place: number | null) => Promise<void>
  readonly close: () => void
}

/** Whoever is too slow for so many moves of a job gets the latest. */
const MOST_WAITING = 16

/** @param place as it was told beside it */
export function openLine(socket: WebSocket, place: number | null): Line {
  let now = place
  const told: Job[] = []
  let isOpen = true
  let wake: (() => void) | undefined
  const end = (): void => {
    isOpen = false
    wake?.()
  }
  socket.addEventListener('message', ({ data }) => {
    const text = String(data)
    const moved = readOwnJson(Told, text).place
    if (moved === undefined) told.push(toldJob(text))
    else now = moved
    if (told.length > MOST_WAITING) told.shift()
    wake?.()
  })
  socket.addEventListener('close', end)
  socket.addEventListener('error', end)
  // Only now, so that nothing is told to nobody.
  socket.accept()
  return {
    take: () => told.shift(),
    place: () => now,
    isOpen: () => isOpen,
    news: (known) =>
      new Promise((resolve) => {
        if (told.length > 0 || now !== known || !isOpen) resolve()
        else wake = resolve
      }),
    close: () => {
      if (isOpen) socket.close(1000)
      end()
    },
  }
}
