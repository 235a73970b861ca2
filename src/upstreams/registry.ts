// All upstreams. A new one is a file beside this and a line here.
import { arkRegistration } from './ark.ts'
import { bflRegistration } from './bfl.ts'
import type { UpstreamId, UpstreamRegistration } from './contract.ts'
import { dashscopeRegistration } from './dashscope.ts'
import { elevenlabsRegistration } from './elevenlabs.ts'
import { falRegistration } from './fal.ts'
import { geminiOmniRegistration } from './gemini-omni.ts'
import { googleTtsRegistration } from './google-tts.ts'
import { hedraRegistration } from './hedra.ts'
import { heygenRegistration } from './heygen.ts'
import { imagenRegistration } from './imagen.ts'
import { klingRegistration } from './kling.ts'
import { klingTasksRegistration } from './kling-tasks.ts'
import { lumaRegistration } from './luma.ts'
import { minimaxImageRegistration } from './minimax-image.ts'
import { minimaxRegistration } from './minimax.ts'
import { runwayRegistration } from './runway.ts'
import { stabilityRegistration } from './stability.ts'
import { testRegistration } from './test-upstream.ts'
import { veoRegistration } from './veo.ts'
import { viduRegistration } from './vidu.ts'

export const registrations = {
  minimax: minimaxRegistration,
  'minimax-image': minimaxImageRegistration,
  kling: klingRegistration,
  'kling-tasks': klingTasksRegistration,
  runway: runwayRegistration,
  luma: lumaRegistration,
  bfl: bflRegistration,
  elevenlabs: elevenlabsRegistration,
  heygen: heygenRegistration,
  veo: veoRegistration,
  'gemini-omni': geminiOmniRegistration,
  imagen: imagenRegistration,
  'google-tts': googleTtsRegistration,
  ark: arkRegistration,
  dashscope: dashscopeRegistration,
  vidu: viduRegistration,
  stability: stabilityRegistration,
  fal: falRegistration,
  hedra: hedraRegistration,
  test: testRegistration,
} as const satisfies Record<UpstreamId, UpstreamRegistration>
