// Every emulator. A new one is one line here.
import { arkEmulator } from './ark/twin.ts'
import { bflEmulator } from './bfl/twin.ts'
import { dashscopeEmulator } from './dashscope/twin.ts'
import { elevenlabsEmulator } from './elevenlabs/twin.ts'
import type { Emulator } from './emulator.ts'
import { falEmulator } from './fal/twin.ts'
import { googleEmulator } from './google/twin.ts'
import { googleTtsEmulator } from './google/tts.ts'
import { hedraEmulator } from './hedra/twin.ts'
import { heygenEmulator } from './heygen/twin.ts'
import { klingEmulator } from './kling/twin.ts'
import { lumaEmulator } from './luma/twin.ts'
import { minimaxEmulator } from './minimax/twin.ts'
import { openIdEmulator } from './open-id/twin.ts'
import { runwayEmulator } from './runway/twin.ts'
import { stabilityEmulator } from './stability/twin.ts'
import { viduEmulator } from './vidu/twin.ts'

export const emulators: readonly Emulator[] = [
  minimaxEmulator,
  klingEmulator,
  runwayEmulator,
  lumaEmulator,
  bflEmulator,
  elevenlabsEmulator,
  heygenEmulator,
  googleEmulator,
  googleTtsEmulator,
  arkEmulator,
  dashscopeEmulator,
  viduEmulator,
  stabilityEmulator,
  falEmulator,
  hedraEmulator,
  openIdEmulator,
]
