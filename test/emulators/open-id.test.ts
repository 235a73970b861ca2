// The emulated issuer is as strict as a real one: what a careless client would get away with elsewhere fails here.
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { JSONWebKeySet } from 'jose'
import { describe, expect, it } from 'vitest'
import { memoryDesk } from '../../emulators/desk.ts'
import { OPEN_ID_CLIENT_ID, OPEN_ID_CLIENT_SECRET, openIdEmulator } from '../../emulators/open-id/twin.ts'

const VERIFIER = 'a-verifier-of-43-characters-or-more-0123456789'
const REDIRECT = 'http://127.0.0.1:8787/auth/callback'

async function challengeOf(verifier: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  return btoa(String.fromCharCode(...digest)).replaceAll('+', '-').replaceAll('/', '_').replace('=', '')
}

function issuer() {
  const clock = { nowMs: Date.UTC(2026, 10, 23) }
  const { fetch, origin } = memoryDesk(openIdEmulator, clock)
  const authorize = async (changes: Record<string, string | undefined> = {}): Promise<Response> => {
    const query = { client_id: OPEN_ID_CLIENT_ID, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid', state: 's', nonce: 'n', code_challenge: await challengeOf(VERIFIER), code_challenge_method: 'S256', login_hint: 'asha', ...changes }
    const sent = new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined))
    return fetch(`${origin}/authorize?${sent.toString()}`, { redirect: 'manual' })
  }
  const code = async (changes: Record<string, string> = {}): Promise<URLSearchParams> => new URL((await authorize(changes)).headers.get('location') ?? '').searchParams
  const redeem = async (changes: Record<string, string> = {}, secret = OPEN_ID_CLIENT_SECRET) => {
    const form = { grant_type: 'authorization_code', code: (await code()).get('code') ?? '', redirect_uri: REDIRECT, code_verifier: VERIFIER, ...changes }
    const response = await fetch(`${origin}/token`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${OPEN_ID_CLIENT_ID}:${secret}`)}` }, body: new URLSearchParams(form) })
    const body: Record<string, string> = await response.json()
    return { status: response.status, error: body['error'], token: body['id_token'] ?? '' }
  }
  return { clock, fetch, origin, authorize, code, redeem }
}

describe('the emulated issuer', () => {
  it('gives a code and for it a token that its published key verifies', async () => {
    const { clock, fetch, origin, redeem } = issuer()
    const { status, token } = await redeem()
    expect(status).toBe(200)
    const keys: JSONWebKeySet = await (await fetch(`${origin}/jwks`)).json()
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer: origin, audience: OPEN_ID_CLIENT_ID, currentDate: new Date(clock.nowMs) })
    expect(payload).toMatchObject({ sub: 'user-asha', nonce: 'n', name: 'Asha Verma', email: 'asha@example.com' })
    expect(JSON.stringify(keys)).not.toContain('"d"')
  })

  it('lets one choose who one is', async () => {
    const page = await (await issuer().authorize({ login_hint: undefined })).text()
    expect([...page.matchAll(/login_hint=(\w+)/g)].map(([, hint]) => hint)).toEqual(['asha', 'ravi', 'mira', 'nobody'])
  })

  it('sends nobody to an address that is not registered, nor for a client it does not know', async () => {
    const { authorize } = issuer()
    for (const changes of [{ redirect_uri: 'https://evil.example/auth/callback' }, { redirect_uri: `${REDIRECT}/` }, { client_id: 'another' }]) {
      const response = await authorize(changes)
      expect([response.status, response.headers.get('location')]).toEqual([400, null])
    }
  })

  it('asks for PKCE by S256', async () => {
    const { code } = issuer()
    for (const changes of [{ code_challenge_method: 'plain' }, { code_challenge: '' }]) expect((await code(changes)).get('error')).toBe('invalid_request')
  })

  it('takes a code once, soon, and from whom it was given to', async () => {
    const { clock, code, redeem } = issuer()
    const used = (await code()).get('code') ?? ''
    expect((await redeem({ code: used })).status).toBe(200)
    const late = (await code()).get('code') ?? ''
    const refused = [await redeem({ code: used }), await redeem({ code: 'unknown' }), await redeem({ redirect_uri: `${REDIRECT}/` }), await redeem({ code_verifier: `${VERIFIER}0` }), await redeem({ code_verifier: '' })]
    clock.nowMs += 60_001
    refused.push(await redeem({ code: late }))
    expect(refused.map(({ status, error }) => `${status} ${error}`)).toEqual(Array(6).fill('400 invalid_grant'))
    expect(await redeem({}, 'another secret')).toMatchObject({ status: 401, error: 'invalid_client' })
    expect(await redeem({ grant_type: 'password' })).toMatchObject({ status: 400, error: 'unsupported_grant_type' })
  })
})
