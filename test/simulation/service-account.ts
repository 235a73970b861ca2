// Google by a service account: Veo and the images at Vertex AI, all of them by tokens. The service remembers tokens by
// their address for as long as the isolate lives, and each run is an isolate of its own: so each has its own address.
import { GOOGLE_EMULATOR_LOCATION, GOOGLE_EMULATOR_PROJECT, GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../emulators/google/service-account.ts'

let runs = 0

/** @param origin where the emulators are mounted */
export function googleByServiceAccount(origin: string): Readonly<Record<string, string>> {
  runs += 1
  const vertexAt = (location: string): string => `${origin}/google/v1/projects/${GOOGLE_EMULATOR_PROJECT}/locations/${location}/publishers/google`
  return {
    GOOGLE_SERVICE_ACCOUNT: GOOGLE_EMULATOR_SERVICE_ACCOUNT,
    GOOGLE_PROJECT: GOOGLE_EMULATOR_PROJECT,
    GOOGLE_BASE_URL: '',
    GOOGLE_VEO_BASE_URL: vertexAt(GOOGLE_EMULATOR_LOCATION),
    GOOGLE_IMAGE_BASE_URL: vertexAt('global'),
    GOOGLE_OMNI_BASE_URL: `${origin}/google/v1beta1/projects/${GOOGLE_EMULATOR_PROJECT}/locations/global`,
    GOOGLE_TOKEN_URL: `${origin}/google/token#${runs}`,
    GOOGLE_TTS_SERVICE_ACCOUNT: GOOGLE_EMULATOR_SERVICE_ACCOUNT,
    GOOGLE_TTS_TOKEN_URL: `${origin}/google-tts/token#${runs}`,
  }
}
