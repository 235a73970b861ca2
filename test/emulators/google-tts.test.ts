// What the emulator of Google's speech does besides what the adapter asks of it.
import { importPKCS8, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { memoryDesk } from '../../emulators/desk.ts'
import { GOOGLE_EMULATOR_EMAIL, GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../emulators/google/service-account.ts'
import { GOOGLE_TTS_EMULATOR_KEY, googleTtsEmulator } from '../../emulators/google/tts.ts'

describe('the emulator of Google’s speech', () => {
  const { fetch, origin } = memoryDesk(googleTtsEmulator, { nowMs: 0 })
  const ask = (body: unknown) =>
    fetch(`${origin}/v1/text:synthesize?key=${GOOGLE_TTS_EMULATOR_KEY}&$alt=json%3Benum-encoding=int`, { method: 'POST', body: JSON.stringify(body) })
  const voice = { languageCode: 'en-US', name: 'en-US-Neural2-C' }

  test('takes the numbers of enums, as the vendor’s own client sends them, and the key in the query', async () => {
    const answer = await ask({ input: { text: 'Hi' }, voice: { ...voice, ssmlGender: 2 }, audioConfig: { audioEncoding: 2 } })
    expect(answer.status).toBe(200)
  })

  test.each([
    [{ input: { text: 'Hi' }, voice, audioConfig: { audioEncoding: 'MP3' }, extra: 1 }, 'Unknown name "extra"'],
    [{ input: { text: 'Hi' }, voice, audioConfig: { audioEncoding: 'MP3', speed: 1 } }, "Unknown name \"speed\" at 'audioConfig'"],
    [{ input: { text: 'Hi' }, voice }, 'audioConfig'],
    [{ input: { text: 'Hi' }, voice, audioConfig: { audioEncoding: 'mp3' } }, 'AudioEncoding'],
    [{ input: { text: 'Hi', ssml: '<speak/>' }, voice, audioConfig: { audioEncoding: 'MP3' } }, 'oneof'],
    [{ input: { text: 'Hi' }, voice, audioConfig: { audioEncoding: 'MP3', speakingRate: 2.1 } }, 'speakingRate'],
    [{ input: { text: 'Hi' }, voice, audioConfig: { audioEncoding: 'MP3', pitch: '2' } }, 'TYPE_DOUBLE'],
  ])('refuses %j', async (body, words) => {
    const answer = await ask(body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: 400, status: 'INVALID_ARGUMENT', message: expect.stringContaining(words) } })
  })

  test.each([
    ['https://texttospeech.googleapis.com/', 200],
    ['https://aiplatform.googleapis.com/', 401],
  ])('knows a service account by a token that it signed itself for %s: %i', async (audience, status) => {
    const key = await importPKCS8(String(JSON.parse(GOOGLE_EMULATOR_SERVICE_ACCOUNT).private_key), 'RS256')
    const claims = { iss: GOOGLE_EMULATOR_EMAIL, sub: GOOGLE_EMULATOR_EMAIL, aud: audience, iat: 0, exp: 3600 }
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(key)
    const answer = await fetch(`${origin}/v1/voices`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(status)
  })

  test('lists its voices by language', async () => {
    const answer = await fetch(`${origin}/v1/voices?languageCode=hi-IN`, { headers: { 'x-goog-api-key': GOOGLE_TTS_EMULATOR_KEY } })
    const { voices } = (await answer.json()) as { voices: { name: string }[] }
    expect(voices).toHaveLength(4 * 3 + 30)
    expect(voices.every(({ name }) => name.startsWith('hi-IN-'))).toBe(true)
  })
})
