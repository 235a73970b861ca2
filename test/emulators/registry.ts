// Every emulator. A new one is one line here.
import { arkEmulator } from './ark.ts'
import { bflEmulator } from './bfl.ts'
import { dashscopeEmulator } from './dashscope.ts'
import { elevenlabsEmulator } from './elevenlabs.ts'
import type { Emulator } from './emulator.ts'
import { falEmulator } from './fal.ts'
import { googleEmulator } from './google.ts'
import { googleTtsEmulator } from './google-tts.ts'
import { hedraEmulator } from './hedra.ts'
import { heygenEmulator } from './heygen.ts'
import { klingEmulator } from './kling.ts'
import { lumaEmulator } from './luma.ts'
import { minimaxEmulator } from './minimax.ts'
import { openIdEmulator } from './open-id.ts'
import { runwayEmulator } from './runway.ts'
import { stabilityEmulator } from './stability.ts'
import { viduEmulator } from './vidu.ts'

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
