// The emulators' service account, as the SDKs of Google take it. They sign its assertion themselves and send it to a fixed
// host; only where that request goes is changed here.
import { GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../emulators/google/service-account.ts'

const TOKEN_URL = 'https://oauth2.googleapis.com/token'

/** @param tokenUrl where the emulator trades assertions for tokens */
export function googleAuthOptions(tokenUrl: string) {
  const fetchImplementation: typeof fetch = (url, init) => fetch(url === TOKEN_URL || (url instanceof URL && url.href === TOKEN_URL) ? tokenUrl : url, init)
  return { credentials: JSON.parse(GOOGLE_EMULATOR_SERVICE_ACCOUNT), clientOptions: { transporterOptions: { fetchImplementation } } }
}
