// The object's end of the lines to who waits. What must outlive its sleep stands on the socket itself: which job, how much of
// it was told, until when, and whose it is. A line that is over its time counts for nothing, also if its client died unheard.
import * as v from 'valibot'
import { believed } from '../domain/own-json.ts'
import type { Telling } from '../jobs/slots.ts'
import type { AttachRequest, Party, Refusal } from './gate.ts'
import type { ToldPlace } from './line.ts'
import { shareOf } from './purse.ts'

type Lines = Pick<DurableObjectState, 'acceptWebSocket' | 'getWebSockets'>

interface Mark {
  readonly version: number
  readonly untilMs: number
  readonly endUser: string | null
  /** As it was told last; absent where it takes none. */
  readonly place?: number | null
}

/** Nobody knows when one will end: as with slots. */
const RETRY_SECONDS = 5

const AMark = believed<Mark>()
const markOf = (socket: WebSocket): Mark => v.parse(AMark, socket.deserializeAttachment())

/** @param place as it is told beside the line @param known what was told last: news, if its caller does not know it yet */
export function attachLine(lines: Lines, { jobId, version, untilMs, takesPlaces, endUser = null }: AttachRequest, place: number | null, known: Telling | undefined): WebSocket {
  const { 0: theirs, 1: ours } = new WebSocketPair()
  lines.acceptWebSocket(ours, [jobId])
  ours.serializeAttachment({ version, untilMs, endUser, ...(takesPlaces && { place }) } satisfies Mark)
  if (known) tellLine(ours, known)
  return theirs
}

export function tellLines(lines: Lines, telling: Telling): void {
  for (const socket of lines.getWebSockets(telling.jobId)) tellLine(socket, telling)
}

interface Placed {
  readonly jobId: string
}

/** All those whose place has changed, and those that wait no longer. */
export function tellPlaces(lines: Lines, before: readonly Placed[], after: readonly Placed[]): void {
  const places = new Map<string, number | null>([...before.map(({ jobId }) => [jobId, null] as const), ...after.map(({ jobId }, index) => [jobId, index + 1] as const)])
  for (const [jobId, place] of places) for (const socket of lines.getWebSockets(jobId)) tellPlace(socket, place)
}

function tellPlace(socket: WebSocket, place: number | null): void {
  const mark = markOf(socket)
  if (mark.place === undefined || mark.place === place) return
  try {
    socket.send(JSON.stringify({ place } satisfies ToldPlace))
    socket.serializeAttachment({ ...mark, place } satisfies Mark)
  } catch {
    // As below.
  }
}

function tellLine(socket: WebSocket, { version, row }: Telling): void {
  const mark = markOf(socket)
  if (version <= mark.version) return
  try {
    socket.send(row)
    socket.serializeAttachment({ ...mark, version } satisfies Mark)
  } catch {
    // It is closing: its Worker attaches anew if its caller still waits.
  }
}

/** Why there is no room for one more. */
export function streamRefusal(lines: Lines, { limits, endUser = null }: Party, nowMs: number): Refusal | undefined {
  const open = openLines(lines, nowMs)
  const bounds = [
    ...(endUser === null
      ? []
      : [
          { held: open.filter((mark) => mark.endUser === endUser), figure: shareOf(limits.streams, 1), share: 'END_USER' as const },
          { held: open.filter((mark) => mark.endUser !== null), figure: shareOf(limits.streams, 3), share: 'CLIENT_TOKENS' as const },
        ]),
    { held: open, figure: limits.streams },
  ]
  const full = bounds.find(({ held, figure }) => held.length >= figure)
  return full && { limit: 'streams', figure: full.figure, retryAfterSeconds: RETRY_SECONDS, ...('share' in full && { share: full.share }) }
}

/** Closes what is over its time on the way. */
function openLines(lines: Lines, nowMs: number): readonly Mark[] {
  const open: Mark[] = []
  for (const socket of lines.getWebSockets()) {
    const mark = markOf(socket)
    if (mark.untilMs > nowMs) open.push(mark)
    else socket.close()
  }
  return open
}
