// The settings by which the service finds the emulators instead of the real upstreams. A new upstream is two lines here.
import { BFL_EMULATOR_KEY } from './bfl.ts'
import { ELEVENLABS_EMULATOR_KEY } from './elevenlabs.ts'
import { HEYGEN_EMULATOR_KEY } from './heygen.ts'
import { KLING_EMULATOR_ACCESS_KEY, KLING_EMULATOR_SECRET_KEY } from './kling-auth.ts'
import { LUMA_EMULATOR_KEY } from './luma.ts'
import { MINIMAX_EMULATOR_KEY } from './minimax.ts'
import { RUNWAY_EMULATOR_KEY } from './runway.ts'

/** @param origin where they are mounted, no trailing slash: `http://127.0.0.1:8787/emulators` */
export function emulatorSettings(origin: string): Readonly<Record<string, string>> {
  return {
    MINIMAX_BASE_URL: `${origin}/minimax`,
    MINIMAX_API_KEY: MINIMAX_EMULATOR_KEY,
    KLING_BASE_URL: `${origin}/kling`,
    KLING_ACCESS_KEY: KLING_EMULATOR_ACCESS_KEY,
    KLING_SECRET_KEY: KLING_EMULATOR_SECRET_KEY,
    RUNWAY_BASE_URL: `${origin}/runway`,
    RUNWAY_API_KEY: RUNWAY_EMULATOR_KEY,
    LUMA_BASE_URL: `${origin}/luma/dream-machine/v1`,
    LUMA_API_KEY: LUMA_EMULATOR_KEY,
    BFL_BASE_URL: `${origin}/bfl`,
    BFL_API_KEY: BFL_EMULATOR_KEY,
    ELEVENLABS_BASE_URL: `${origin}/elevenlabs`,
    ELEVENLABS_API_KEY: ELEVENLABS_EMULATOR_KEY,
    HEYGEN_BASE_URL: `${origin}/heygen`,
    HEYGEN_API_KEY: HEYGEN_EMULATOR_KEY,
  }
}
