// All upstreams. A new one is a file beside this and a line here.
import { bflRegistration } from './bfl.ts'
import type { UpstreamId, UpstreamRegistration } from './contract.ts'
import { elevenlabsRegistration } from './elevenlabs.ts'
import { heygenRegistration } from './heygen.ts'
import { klingRegistration } from './kling.ts'
import { lumaRegistration } from './luma.ts'
import { minimaxImageRegistration } from './minimax-image.ts'
import { minimaxRegistration } from './minimax.ts'
import { runwayRegistration } from './runway.ts'

export const registrations = {
  minimax: minimaxRegistration,
  'minimax-image': minimaxImageRegistration,
  kling: klingRegistration,
  runway: runwayRegistration,
  luma: lumaRegistration,
  bfl: bflRegistration,
  elevenlabs: elevenlabsRegistration,
  heygen: heygenRegistration,
} as Partial<Record<UpstreamId, UpstreamRegistration>>
