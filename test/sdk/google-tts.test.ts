// @google-cloud/text-to-speech 7.1.0, Google's own, over REST (`fallback`): over gRPC, its default, no emulator speaks.
import { TextToSpeechClient } from '@google-cloud/text-to-speech'
import { GoogleAuth } from 'google-auth-library'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { GOOGLE_EMULATOR_SERVICE_ACCOUNT } from '../../emulators/google/service-account.ts'
import { setting } from './emulators.ts'
import { forwarderTo } from './forwarder.ts'
import { assertMedia } from './media.ts'

const { host, port } = await forwarderTo(setting('GOOGLE_TTS_BASE_URL'))
const place = { fallback: true, apiEndpoint: host, servicePath: host, port, protocol: 'http' } as const

const byKey = new TextToSpeechClient({ ...place, apiKey: setting('GOOGLE_TTS_API_KEY') })
const credentials = JSON.parse(GOOGLE_EMULATOR_SERVICE_ACCOUNT)
const byAccount = new TextToSpeechClient({ ...place, auth: new GoogleAuth({ credentials }) })
const stranger = new TextToSpeechClient({ ...place, apiKey: 'AIzaOfAStranger' })
after(() => Promise.all([byKey, byAccount, stranger].map((client) => client.close())))

const request = {
  input: { text: 'The boat comes back at dusk.' },
  voice: { languageCode: 'en-US', name: 'en-US-Neural2-C', ssmlGender: 'FEMALE' },
  audioConfig: { audioEncoding: 'MP3', speakingRate: 1.1, pitch: 2 },
} as const

test('a text is spoken by key, with enums as numbers', async () => {
  const [{ audioContent }] = await byKey.synthesizeSpeech(request)
  await assertMedia(bytesOf(audioContent), { kind: 'audio', format: 'mp3' })
})

test('SSML is spoken as a wave file by a service account, which signs its tokens itself', async () => {
  const input = { ssml: '<speak>The boat <break time="1s"/> comes back.</speak>' }
  const [{ audioContent }] = await byAccount.synthesizeSpeech({ ...request, input, audioConfig: { audioEncoding: 'LINEAR16' } })
  await assertMedia(bytesOf(audioContent), { kind: 'audio', format: 'wav' })
})

test('the voices of a language are listed', async () => {
  const [{ voices }] = await byKey.listVoices({ languageCode: 'hi-IN' })
  assert.ok(voices && voices.length > 0)
  for (const { languageCodes, name } of voices) {
    assert.deepEqual(languageCodes, ['hi-IN'])
    assert.match(name ?? '', /^hi-IN-/)
  }
})

test('a wrong key and an unknown voice are the SDK’s own errors', async () => {
  await assert.rejects(stranger.synthesizeSpeech(request), refusal(/API key not valid/))
  const voice = { languageCode: 'en-US', name: 'en-US-Nobody' }
  await assert.rejects(byKey.synthesizeSpeech({ ...request, voice }), refusal(/does not exist/))
})

function bytesOf(content: Uint8Array | string | null | undefined): Uint8Array {
  assert.ok(content instanceof Uint8Array)
  return content
}

/** Its errors are GoogleError, with gRPC's codes: 3 is INVALID_ARGUMENT. */
function refusal(words: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof Error && 'code' in error)
    assert.equal(error.code, 3)
    assert.match(error.message, words)
    return true
  }
}
