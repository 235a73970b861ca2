// The bench of an adapter's own tests: its HTTP client over its company's emulator, at a clock of the test's own, with every
// request kept. It is set up anew before each test.
import { beforeEach } from 'vitest'
import type { UpstreamRef } from '../../src/domain/upstream.ts'
import type { Pieces } from '../../src/upstreams/answer-media.ts'
import type { PollOutcome, Submission, UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { upstreamHttp } from '../../src/upstreams/http.ts'
import type { UpstreamHttp } from '../../src/upstreams/http.ts'
import { memoryDesk } from '../../emulators/desk.ts'
import type { TestFetch } from '../../emulators/desk.ts'
import type { Emulator } from '../../emulators/emulator.ts'

export const START_MS = Date.parse('2026-11-22T10:00:00Z')

/** A medium in one piece, however it came. */
export function whole(medium: Pieces): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(medium instanceof Uint8Array ? medium : medium.flatMap((piece) => [...piece]))
}

/** @param key that the emulator takes @param path of the API below its host: `/v1` */
export function adapterBench({ upstream, ...registration }: UpstreamRegistration, emulator: Emulator, key: string, path = '') {
  const clock = { nowMs: START_MS }
  const sent: Request[] = []
  let desk = memoryDesk(emulator, clock)
  beforeEach(() => {
    clock.nowMs = START_MS
    sent.length = 0
    desk = memoryDesk(emulator, clock)
  })
  const emulated = { origin: desk.origin, fetch: (url: string, init?: RequestInit) => desk.fetch(url, init) }

  const client = (withKey = key, fetcher: TestFetch = emulated.fetch, baseUrl = desk.origin + path): UpstreamHttp => {
    const recorded = (url: string, init: RequestInit) => {
      sent.push(new Request(url, init))
      return fetcher(url, init)
    }
    const authorize = registration.authorize((name) => (name === 'API_KEY' ? withKey : undefined), recorded)
    if (!authorize) throw new Error('not configured')
    const { trustedHosts } = registration
    return upstreamHttp({ baseUrl, authorize, ...(trustedHosts && { trustedHosts }) }, recorded, () => clock.nowMs)
  }
  return {
    clock,
    sent,
    emulated,
    client,
    /** A client whose upstream answers everything so. */
    answering: (status: number, body: unknown, headers: Record<string, string> = {}): UpstreamHttp =>
      client(key, async () => (status === 204 ? new Response(null, { status }) : Response.json(body, { status, headers }))),
    /** A client whose connections break. */
    losing: (): UpstreamHttp => client(key, async () => Promise.reject(new Error('connection reset'))),
    accepted: async (wanted: Submission): Promise<UpstreamRef> => {
      const outcome = await upstream.submit(client(), wanted)
      if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome))
      return outcome.ref
    },
    looked: async (ref: UpstreamRef, atSeconds: number): Promise<PollOutcome> => {
      clock.nowMs = START_MS + atSeconds * 1000
      if (!upstream.poll) throw new Error(`${upstream.id} has nothing to poll`)
      return upstream.poll(client(), ref)
    },
  }
}
