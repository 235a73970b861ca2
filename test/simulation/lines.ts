// The lines of who waits to the account's object, as a simulated run has them: what is told on one is an effect that waits for its
// turn, may come late, and a line may break. The object sends when it likes; nothing else happens before all that it has sent is here.
import { runInDurableObject } from 'cloudflare:test'
import type { Invocation, Scheduler } from './scheduler.ts'

type Gate = DurableObjectStub<Rpc.DurableObjectBranded>
type Listener = (event: { readonly data?: unknown }) => void

interface OpenLine {
  readonly invocation: Invocation
  readonly gate: string
  readonly untilMs: number
  readonly real: WebSocket
  readonly inbox: string[]
  readonly emit: (event: 'message' | 'close', data?: unknown) => void
  readonly marks: Set<string>
  isOpen: boolean
  wake: () => void
}

export interface AskedLine {
  readonly gate: string
  readonly untilMs: number
}

export type Lines = ReturnType<typeof createLines>

const PATIENCE_TURNS = 200
const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

export function createLines(scheduler: Scheduler, clock: { readonly nowMs: number }) {
  const open = new Set<OpenLine>()
  let marked = 0

  const end = (line: OpenLine): void => {
    line.isOpen = false
    open.delete(line)
    line.wake()
  }
  const hangUp = (line: OpenLine): void => {
    if (line.isOpen) line.real.close(1000)
    end(line)
  }
  const ofGate = (gate: string): readonly OpenLine[] => {
    for (const line of open) if (line.invocation.isDead) hangUp(line)
    return [...open].filter((line) => line.gate === gate)
  }

  /** What was told on it, in its order, each in its turn. */
  const hand = (line: OpenLine): void => {
    for (const text of line.inbox.splice(0)) {
      void scheduler.perform(line.invocation, 'line', 'is told', async (fault) => {
        if (!line.isOpen) return
        if (fault !== 'break') return line.emit('message', text)
        hangUp(line)
        line.emit('close')
      })
    }
  }

  /** Until what the object has sent is here, and it knows which lines are closed. */
  const settle = async (gate: string, stub: Gate): Promise<void> => {
    const own = ofGate(gate)
    if (own.length === 0) return
    const mark = `mark ${(marked += 1)}`
    await runInDurableObject(stub as DurableObjectStub, (_, state) => {
      for (const socket of state.getWebSockets()) sendQuietly(socket, mark)
    })
    for (const line of own) {
      while (line.isOpen && !line.marks.has(mark)) await new Promise<void>((resolve) => (line.wake = resolve))
      hand(line)
    }
  }

  return {
    /** @returns what the Worker takes for its end of the line */
    attach: (invocation: Invocation, { gate, untilMs }: AskedLine, real: WebSocket): WebSocket => {
      const listeners = new Map<string, Listener[]>()
      const line: OpenLine = {
        invocation, gate, untilMs, real, inbox: [], marks: new Set(), isOpen: true, wake: () => undefined,
        emit: (event, data) => listeners.get(event)?.forEach((listener) => listener({ data })),
      }
      real.addEventListener('message', ({ data }) => {
        const text = String(data)
        if (text.startsWith('mark ')) line.marks.add(text)
        else line.inbox.push(text)
        line.wake()
      })
      real.addEventListener('close', () => {
        if (!line.isOpen) return
        hand(line)
        end(line)
        void scheduler.perform(invocation, 'line', 'breaks', async () => line.emit('close'))
      })
      real.accept()
      open.add(line)
      const theirs = {
        addEventListener: (event: string, listener: Listener) => void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
        accept: () => undefined,
        close: () => hangUp(line),
      }
      return theirs as unknown as WebSocket
    },
    settle,
    /** The object has heard of each line that was closed. */
    agree: async (gate: string, stub: Gate): Promise<void> => {
      for (let turn = 0; turn < PATIENCE_TURNS; turn += 1) {
        const own = ofGate(gate).length
        const known = await runInDurableObject(stub as DurableObjectStub, (_, state) => state.getWebSockets().length)
        if (known <= own) return
        await aTurn()
      }
    },
    /** How many count for an account: those over their time do not. */
    openOf: (gate: string): number => ofGate(gate).filter(({ untilMs }) => untilMs > clock.nowMs).length,
  }
}

function sendQuietly(socket: WebSocket, text: string): void {
  try {
    socket.send(text)
  } catch {
    // It is closing.
  }
}
