// WAV (RIFF): chunks; the length is the data divided by the bytes per second. Writers that stream leave the data's
// size 0 or all ones, so it is never taken to reach further than the file.
import { textAt } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import type { Measured } from './containers.ts'

const MAX_CHUNKS = 64
const UNKNOWN_SIZE = 0xffffffff

export async function probeWave(window: ByteWindow): Promise<Measured | undefined> {
  let bytesPerSecond = 0
  let at = 12
  for (let count = 0; count < MAX_CHUNKS; count++) {
    const head = await window.bytes(at, 8)
    if (!head) return undefined
    const type = textAt(head, 0, 4)
    const size = head.getUint32(4, true)
    const start = at + 8
    if (type === 'fmt ') {
      const format = await window.bytes(start, 16)
      bytesPerSecond = format?.getUint32(8, true) ?? 0
    }
    if (type === 'data') {
      const remaining = window.size - start
      const isOpen = size === 0 || size === UNKNOWN_SIZE
      if (remaining === 0 || bytesPerSecond === 0 || (!isOpen && size > remaining)) return undefined
      return { kind: 'audio', durationSeconds: (isOpen ? remaining : size) / bytesPerSecond }
    }
    // Chunks are padded to an even length.
    at = start + size + (size % 2)
  }
  return undefined
}
