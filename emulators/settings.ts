// The settings by which the service finds the emulators instead of the real upstreams. A new upstream is two lines here.
import { ARK_EMULATOR_KEY } from './ark/twin.ts'
import { BFL_EMULATOR_KEY } from './bfl/twin.ts'
import { DASHSCOPE_EMULATOR_KEY } from './dashscope/twin.ts'
import { ELEVENLABS_EMULATOR_KEY } from './elevenlabs/twin.ts'
import { FAL_EMULATOR_KEY } from './fal/twin.ts'
import { GOOGLE_EMULATOR_KEY } from './google/auth.ts'
import { GOOGLE_TTS_EMULATOR_KEY } from './google/tts.ts'
import { HEDRA_EMULATOR_KEY } from './hedra/twin.ts'
import { HEYGEN_EMULATOR_KEY, HEYGEN_EMULATOR_WEBHOOK_SECRET } from './heygen/twin.ts'
import { KLING_EMULATOR_API_KEY } from './kling/auth.ts'
import { KLING_EMULATOR_WEBHOOK_SECRET } from './kling/twin.ts'
import { LUMA_EMULATOR_KEY } from './luma/twin.ts'
import { MINIMAX_EMULATOR_KEY } from './minimax/twin.ts'
import { OPEN_ID_CLIENT_ID, OPEN_ID_CLIENT_SECRET } from './open-id/twin.ts'
import { RUNWAY_EMULATOR_KEY } from './runway/twin.ts'
import { STABILITY_EMULATOR_KEY } from './stability/twin.ts'
import { VIDU_EMULATOR_KEY } from './vidu/twin.ts'

/** @param origin where they are mounted, no trailing slash: `http://127.0.0.1:8787/emulators` */
export function emulatorSettings(origin: string): Readonly<Record<string, string>> {
  return {
    MINIMAX_BASE_URL: `${origin}/minimax`,
    MINIMAX_API_KEY: MINIMAX_EMULATOR_KEY,
    KLING_BASE_URL: `${origin}/kling`,
    KLING_API_KEY: KLING_EMULATOR_API_KEY,
    KLING_WEBHOOK_SECRET: KLING_EMULATOR_WEBHOOK_SECRET,
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
    HEYGEN_WEBHOOK_SECRET: HEYGEN_EMULATOR_WEBHOOK_SECRET,
    GOOGLE_BASE_URL: `${origin}/google/v1beta`,
    GOOGLE_API_KEY: GOOGLE_EMULATOR_KEY,
    GOOGLE_TTS_BASE_URL: `${origin}/google-tts`,
    GOOGLE_TTS_API_KEY: GOOGLE_TTS_EMULATOR_KEY,
    ARK_BASE_URL: `${origin}/ark/api/v3`,
    ARK_API_KEY: ARK_EMULATOR_KEY,
    DASHSCOPE_BASE_URL: `${origin}/dashscope/api/v1`,
    DASHSCOPE_API_KEY: DASHSCOPE_EMULATOR_KEY,
    VIDU_BASE_URL: `${origin}/vidu`,
    VIDU_API_KEY: VIDU_EMULATOR_KEY,
    STABILITY_BASE_URL: `${origin}/stability`,
    STABILITY_API_KEY: STABILITY_EMULATOR_KEY,
    FAL_BASE_URL: `${origin}/fal`,
    FAL_API_KEY: FAL_EMULATOR_KEY,
    FAL_JWKS_URL: `${origin}/fal/.well-known/jwks.json`,
    HEDRA_BASE_URL: `${origin}/hedra/v3`,
    HEDRA_API_KEY: HEDRA_EMULATOR_KEY,
    OIDC_ISSUER: `${origin}/open-id`,
    OIDC_CLIENT_ID: OPEN_ID_CLIENT_ID,
    OIDC_CLIENT_SECRET: OPEN_ID_CLIENT_SECRET,
  }
}

/** Settings that leave upstreams unconfigured, for tests that need to know which few remain. */
export function without(...prefixes: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(prefixes.map((prefix) => [`${prefix}_API_KEY`, '']))
}
