// What the companies were seen to refuse, the emulators refuse too: else our rows could ask for it and nobody would know.
import { describe, expect, it } from 'vitest'
import { HEYGEN_PHOTO_LOOKS } from '../../src/catalog/voices.ts'
import { imagenRegistration } from '../../src/upstreams/google/imagen.ts'
import { readRequest as readArk } from '../../emulators/ark/request.ts'
import { memoryDesk } from '../../emulators/desk.ts'
import { GOOGLE_EMULATOR_KEY, googleEmulator } from '../../emulators/google/twin.ts'
import { GOOGLE_EMULATOR_PROJECT, GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../emulators/google/service-account.ts'
import { HEYGEN_EMULATOR_TWIN, objection } from '../../emulators/heygen/request.ts'
import { readRequest as readKling } from '../../emulators/kling/request.ts'

const IMAGE = 'https://example.com/a.png'

const klingAsked = (model_name: string, more: object) => readKling('image2video', { model_name, prompt: 'A lake', ...more })
const arkAsked = (model: string, seed?: number) => readArk({ model, content: [{ type: 'text', text: 'A lake' }], ratio: '16:9', seed }).kind
const heygenAsked = (avatar_id: string | undefined, engine: string, more: object = {}) =>
  objection({ type: 'avatar', avatar_id, script: 'Hello', engine: { type: engine }, ...more })

describe("Kling's twin", () => {
  it.each(['kling-v3', 'kling-v2-6', 'kling-v2-5-turbo'])('refuses a last frame of %s without a first one', (model) => {
    expect(klingAsked(model, { image_tail: IMAGE, mode: 'pro' })).toMatchObject({ kind: 'INVALID', status: 400, code: 1201 })
  })

  it.each(['kling-v2-6', 'kling-v2-5-turbo'])('refuses two frames of %s in the standard mode', (model) => {
    expect(klingAsked(model, { image: IMAGE, image_tail: IMAGE })).toMatchObject({ kind: 'INVALID', status: 400, code: 1201 })
    expect(klingAsked(model, { image: IMAGE, image_tail: IMAGE, mode: 'pro' })).toMatchObject({ kind: 'VALID' })
  })

  it('takes two frames of Kling 3.0 in every mode', () => {
    for (const mode of ['std', 'pro', '4k']) expect(klingAsked('kling-v3', { image: IMAGE, image_tail: IMAGE, mode })).toMatchObject({ kind: 'VALID' })
  })
})

describe("Ark's twin", () => {
  it('takes seeds to 2,147,483,647, and none of Seedance 2.0', () => {
    expect([arkAsked('seedance-1-0-pro-250528', 2_147_483_647), arkAsked('seedance-1-0-pro-250528', 2_147_483_648)]).toEqual(['VALID', 'INVALID'])
    expect(arkAsked('dreamina-seedance-2-0-260128')).toBe('VALID')
    expect([arkAsked('dreamina-seedance-2-0-260128', 7), arkAsked('dreamina-seedance-2-0-fast-260128', 7)]).toEqual(['INVALID', 'INVALID'])
  })
})

describe("HeyGen's twin", () => {
  const [photo] = Object.values(HEYGEN_PHOTO_LOOKS)

  it('takes a photo for Avatar III and IV, and a digital twin alone for V', () => {
    expect([heygenAsked(photo, 'avatar_iii'), heygenAsked(photo, 'avatar_iv'), heygenAsked(HEYGEN_EMULATOR_TWIN, 'avatar_v')]).toEqual([undefined, undefined, undefined])
    expect(heygenAsked(photo, 'avatar_v')).toMatchObject({ param: 'engine' })
  })

  it('has no 4k', () => {
    expect(heygenAsked(HEYGEN_EMULATOR_TWIN, 'avatar_v', { resolution: '4k' })).toMatchObject({ param: 'resolution' })
  })
})

describe("Google's twin", () => {
  const clock = { nowMs: Date.UTC(2026, 10, 28) }
  const { fetch, origin } = memoryDesk(googleEmulator, clock)
  const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'A lake' }] }], generationConfig: { responseModalities: ['IMAGE'] } })
  const asked = async (path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
    (await fetch(`${origin}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })).status

  it('has gemini-3.1-flash-image no more behind an API key', async () => {
    const key = { 'x-goog-api-key': GOOGLE_EMULATOR_KEY }
    expect(await asked('/v1beta/models/gemini-3.1-flash-image:generateContent', key)).toBe(404)
    expect(await asked('/v1beta/models/gemini-nano-banana-2.1:generateContent', key)).toBe(200)
  })

  it('serves images at `global` and Veo in us-central1, and neither elsewhere', async () => {
    const settings: Readonly<Record<string, string>> = { SERVICE_ACCOUNT: GOOGLE_EMULATOR_SERVICE_ACCOUNT, PROJECT: GOOGLE_EMULATOR_PROJECT, TOKEN_URL: `${origin}/token?strictness` }
    const token = await imagenRegistration.authorize((name) => settings[name], fetch)?.(clock.nowMs)
    const at = (location: string, call: string) => asked(`/v1/projects/${GOOGLE_EMULATOR_PROJECT}/locations/${location}/publishers/google/models/${call}`, token ?? {})
    expect([await at('global', 'gemini-3.1-flash-image:generateContent'), await at('us-central1', 'gemini-3.1-flash-image:generateContent')]).toEqual([200, 404])
    expect([await at('global', 'veo-3.1-generate-001:predictLongRunning'), await at('us-central1', 'veo-3.1-generate-001:predictLongRunning')]).toEqual([404, 400])
  })
})
