// Google's two ways in: the API key as it is, and a service account's key traded for a token, against the emulator's own
// token endpoint, which verifies the signature.
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { authorizeGoogle, googleBaseUrl } from '../../../src/upstreams/google/auth.ts'
import { memoryDesk } from '../../../emulators/desk.ts'
import { googleEmulator } from '../../../emulators/google/twin.ts'
import { GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../../emulators/google/service-account.ts'

const START_MS = Date.parse('2026-11-22T10:00:00Z')
const clock = { nowMs: START_MS }
let emulated = memoryDesk(googleEmulator, clock)
let sent: Request[] = []
let tests = 0

beforeEach(() => {
  clock.nowMs = START_MS
  emulated = memoryDesk(googleEmulator, clock)
  sent = []
  tests += 1
})

/** A token endpoint of this test's own, since tokens are kept by endpoint and account. */
const tokenUrl = () => `${emulated.origin}/token?test=${tests}`

async function fetcher(url: string, init: RequestInit): Promise<Response> {
  sent.push(new Request(url, init))
  return emulated.fetch(url, init)
}

function reading(settings: Readonly<Record<string, string>>) {
  return (name: string) => settings[name]
}

function vertex(more: Readonly<Record<string, string>> = {}) {
  const place = { PROJECT: 'doitong-emulator', TOKEN_URL: tokenUrl() }
  return reading({ SERVICE_ACCOUNT: GOOGLE_EMULATOR_SERVICE_ACCOUNT, ...place, ...more })
}

function changedAccount(change: Readonly<Record<string, unknown>>): string {
  const account: Record<string, unknown> = JSON.parse(GOOGLE_EMULATOR_SERVICE_ACCOUNT)
  return JSON.stringify({ ...account, ...change })
}

describe('an API key', () => {
  it('goes in its header, to the Gemini API', async () => {
    const setting = reading({ API_KEY: 'AIza-key' })
    expect(await authorizeGoogle(setting, fetcher)?.(START_MS)).toEqual({ 'x-goog-api-key': 'AIza-key' })
    expect(googleBaseUrl('VEO')(setting)).toBe('https://generativelanguage.googleapis.com/v1beta')
    expect(sent).toEqual([])
  })
})

describe('a service account', () => {
  it('signs an assertion that the token endpoint verifies, and gets a bearer token', async () => {
    const headers = await authorizeGoogle(vertex(), fetcher)?.(START_MS)
    expect(new Headers(headers).get('authorization')).toMatch(/^Bearer ya29\.emulator-/)
    expect(sent[0]?.method).toBe('POST')
    expect(sent[0]?.url).toBe(tokenUrl())
    expect(sent[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded')
    const form = await sent[0]?.formData()
    expect(form?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const assertion = form?.get('assertion')
    if (typeof assertion !== 'string') throw new Error('no assertion')
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'emulator-0001' })
    expect(decodeJwt(assertion)).toEqual({
      iss: 'tests@doitong-emulator.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      aud: 'https://oauth2.googleapis.com/token',
      iat: START_MS / 1000,
      exp: START_MS / 1000 + 3600,
    })
  })

  it('keeps its token over requests, until five minutes before it expires', async () => {
    const first = await authorizeGoogle(vertex(), fetcher)?.(START_MS)
    clock.nowMs = START_MS + (3599 - 301) * 1000
    expect(await authorizeGoogle(vertex(), fetcher)?.(clock.nowMs)).toEqual(first)
    expect(sent).toHaveLength(1)
    clock.nowMs = START_MS + (3599 - 300) * 1000
    const second = await authorizeGoogle(vertex(), fetcher)?.(clock.nowMs)
    expect(sent).toHaveLength(2)
    expect(new Headers(second).get('authorization')).toMatch(/^Bearer ya29\./)
    expect(second).not.toEqual(first)
  })

  it('goes before an API key, to the project in the place that serves each product', () => {
    expect(googleBaseUrl('VEO')(vertex({ API_KEY: 'AIza-key' }))).toBe(
      'https://us-central1-aiplatform.googleapis.com/v1/projects/doitong-emulator/locations/us-central1/publishers/google',
    )
    expect(googleBaseUrl('VEO')(vertex({ VEO_LOCATION: 'europe-west4', IMAGE_LOCATION: 'us-east5' }))).toContain('/locations/europe-west4/')
    expect(googleBaseUrl('IMAGE')(vertex({ VEO_LOCATION: 'europe-west4' }))).toBe(
      'https://aiplatform.googleapis.com/v1/projects/doitong-emulator/locations/global/publishers/google',
    )
  })

  it('asks the endpoint that its key names, where none is set', async () => {
    const settings = vertex({ SERVICE_ACCOUNT: changedAccount({ token_uri: tokenUrl() }) })
    const setting = (name: string) => (name === 'TOKEN_URL' ? undefined : settings(name))
    await authorizeGoogle(setting, fetcher)?.(START_MS)
    expect(sent[0]?.url).toBe(tokenUrl())
  })

  it('whose token cannot be had sends no credentials, and asks again the next time', async () => {
    const asks = [
      authorizeGoogle(vertex({ SERVICE_ACCOUNT: changedAccount({ client_email: 'someone@else.iam.gserviceaccount.com' }) }), fetcher),
      authorizeGoogle(vertex({ SERVICE_ACCOUNT: changedAccount({ private_key: 'not a key' }) }), fetcher),
      authorizeGoogle(vertex(), async () => Promise.reject(new Error('connection reset'))),
      authorizeGoogle(vertex(), async () => Response.json({ error: 'internal_failure' }, { status: 500 })),
    ]
    for (const ask of asks) expect(await ask?.(START_MS)).toEqual({})
    expect(await authorizeGoogle(vertex(), fetcher)?.(START_MS)).toHaveProperty('authorization')
  })
})

describe('Google', () => {
  it('is not configured without a key, or with half of what Vertex AI needs', () => {
    expect(authorizeGoogle(reading({}), fetcher)).toBeUndefined()
    expect(authorizeGoogle(vertex({ PROJECT: '' }), fetcher)).toBeUndefined()
    expect(authorizeGoogle(vertex({ SERVICE_ACCOUNT: '{"type":"service_account"}' }), fetcher)).toBeUndefined()
    expect(authorizeGoogle(vertex({ SERVICE_ACCOUNT: 'a path, not the JSON' }), fetcher)).toBeUndefined()
  })
})
