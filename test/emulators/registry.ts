// Every emulator. A new one is one line here.
import { bflEmulator } from './bfl.ts'
import { elevenlabsEmulator } from './elevenlabs.ts'
import type { Emulator } from './emulator.ts'
import { heygenEmulator } from './heygen.ts'
import { klingEmulator } from './kling.ts'
import { lumaEmulator } from './luma.ts'
import { minimaxEmulator } from './minimax.ts'
import { runwayEmulator } from './runway.ts'

export const emulators: readonly Emulator[] = [
  minimaxEmulator,
  klingEmulator,
  runwayEmulator,
  lumaEmulator,
  bflEmulator,
  elevenlabsEmulator,
  heygenEmulator,
]
