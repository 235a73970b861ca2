// The bench of Veo's tests, which it has two of: the Gemini API with a key, and Vertex AI with a service account. As bench.ts.
import { beforeEach } from 'vitest'
import type { UpstreamRef } from '../../../src/domain/upstream.ts'
import type { Submission } from '../../../src/upstreams/contract.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { veoRegistration } from '../../../src/upstreams/google/veo.ts'
import { memoryDesk, type TestFetch } from '../../../emulators/desk.ts'
import { GOOGLE_EMULATOR_KEY, googleEmulator } from '../../../emulators/google/twin.ts'
import { GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../../emulators/google/service-account.ts'
import { START_MS } from '../bench.ts'

export const PROJECT_PATH = '/v1/projects/doitong-emulator/locations/us-central1/publishers/google'
export const DATA_IMAGE = 'data:image/png;base64,iVBORw0KGgo='

export const submission: Submission = {
  externalId: 'gen_1-1',
  model: 'veo-3.1-generate-001',
  type: 'VIDEO',
  input: { text: 'A kite over the Ganges' },
  options: { duration: 8, resolution: '1080p', aspectRatio: '16:9' },
}

export interface Door {
  readonly path: string
  readonly settings: Readonly<Record<string, string>>
}

export const gemini = (key = GOOGLE_EMULATOR_KEY): Door => ({ path: '/v1beta', settings: { API_KEY: key } })

export function veoBench() {
  const { submit, poll } = veoRegistration.upstream
  const clock = { nowMs: START_MS }
  const sent: Request[] = []
  let desk = memoryDesk(googleEmulator, clock)
  let tests = 0
  beforeEach(() => {
    clock.nowMs = START_MS
    desk = memoryDesk(googleEmulator, clock)
    sent.length = 0
    tests += 1
  })
  const emulated = { origin: desk.origin, fetch: (url: string, init?: RequestInit) => desk.fetch(url, init) }

  /** The token endpoint is each test's own, since tokens are kept by endpoint and account. */
  const vertex = (): Door => ({
    path: PROJECT_PATH,
    settings: {
      SERVICE_ACCOUNT: GOOGLE_EMULATOR_SERVICE_ACCOUNT,
      PROJECT: 'doitong-emulator',
      TOKEN_URL: `${emulated.origin}/token?veo=${tests}`,
    },
  })

  function client(door: Door, fetcher: TestFetch = emulated.fetch) {
    const recorded = (url: string, init: RequestInit) => {
      sent.push(new Request(url, init))
      return fetcher(url, init)
    }
    const authorize = veoRegistration.authorize((name) => door.settings[name], recorded)
    if (!authorize) throw new Error('not configured')
    return upstreamHttp({ baseUrl: emulated.origin + door.path, authorize }, recorded, () => clock.nowMs)
  }

  return {
    clock,
    /** Tokens are kept by endpoint: each test has one of its own. */
    testNumber: () => tests,
    sent,
    emulated,
    vertex,
    client,
    accepted: async (door: Door, wanted: Submission): Promise<UpstreamRef> => {
      const outcome = await submit(client(door), wanted)
      if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome))
      return outcome.ref
    },
    looked: async (door: Door, ref: UpstreamRef, atSeconds: number) => {
      clock.nowMs = START_MS + atSeconds * 1000
      return poll?.(client(door), ref)
    },
  }
}
