// All upstreams. A new one is a file beside this and a line here.
import type { UpstreamId } from '../domain/upstream.ts'
import { arkRegistration } from './ark/adapter.ts'
import { bflRegistration } from './bfl/adapter.ts'
import type { UpstreamRegistration } from './contract.ts'
import { dashscopeRegistration } from './dashscope/adapter.ts'
import { elevenlabsRegistration } from './elevenlabs/adapter.ts'
import { falRegistration } from './fal/adapter.ts'
import { geminiOmniRegistration } from './google/omni.ts'
import { googleTtsRegistration } from './google/tts.ts'
import { hedraRegistration } from './hedra/adapter.ts'
import { heygenRegistration } from './heygen/adapter.ts'
import { imagenRegistration } from './google/imagen.ts'
import { klingRegistration } from './kling/adapter.ts'
import { klingTasksRegistration } from './kling/tasks.ts'
import { lumaRegistration } from './luma/adapter.ts'
import { minimaxImageRegistration } from './minimax/image.ts'
import { minimaxRegistration } from './minimax/adapter.ts'
import { runwayRegistration } from './runway/adapter.ts'
import { stabilityRegistration } from './stability/adapter.ts'
import { testRegistration } from './builtin/adapter.ts'
import { veoRegistration } from './google/veo.ts'
import { viduRegistration } from './vidu/adapter.ts'

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
