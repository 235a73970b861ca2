// @elevenlabs/elevenlabs-js 2.73.0, ElevenLabs' own.
import { ElevenLabs, ElevenLabsClient, ElevenLabsError } from '@elevenlabs/elevenlabs-js'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ELEVENLABS_VOICES } from '../../src/catalog/voices.ts'
import { setting } from './emulators.ts'
import { assertMedia } from './media.ts'

const baseUrl = setting('ELEVENLABS_BASE_URL')
const client = new ElevenLabsClient({ apiKey: setting('ELEVENLABS_API_KEY'), baseUrl })

const VOICE = Object.values(ELEVENLABS_VOICES)[0] ?? ''
const ASKED = { text: 'The boat comes back at dusk.', modelId: 'eleven_multilingual_v2', outputFormat: 'mp3_44100_128' } as const

async function spoken(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

test('a text is spoken, with the cost in the headers', async () => {
  const voiceSettings = { stability: 0.5, similarityBoost: 0.8, style: 0.2, speed: 1.1 }
  const { data, rawResponse } = await client.textToSpeech.convert(VOICE, { ...ASKED, voiceSettings }).withRawResponse()
  await assertMedia(await spoken(data), { kind: 'audio', format: 'mp3' })
  assert.equal(rawResponse.headers.get('character-cost'), String(ASKED.text.length))
  assert.ok(rawResponse.headers.get('request-id'))
})

test('a text is spoken as a wave file by another model', async () => {
  const asked = { ...ASKED, modelId: 'eleven_flash_v2_5', languageCode: 'hi', outputFormat: 'wav_24000' } as const
  await assertMedia(await spoken(await client.textToSpeech.convert(VOICE, asked)), { kind: 'audio', format: 'wav' })
})

test('a wrong key and an unknown voice are the SDK’s own errors, with their slugs', async () => {
  const stranger = new ElevenLabsClient({ apiKey: 'sk_of_a_stranger', baseUrl })
  await assert.rejects(stranger.textToSpeech.convert(VOICE, ASKED), refusal(401, 'invalid_api_key'))
  await assert.rejects(client.textToSpeech.convert('nobody', ASKED), refusal(404, 'voice_not_found'))
})

test('a wrong type is the SDK’s own error of its own class', async () => {
  const asked = { ...ASKED, seed: -1 }
  await assert.rejects(client.textToSpeech.convert(VOICE, asked), (error) => {
    assert.ok(error instanceof ElevenLabs.UnprocessableEntityError)
    assert.partialDeepStrictEqual(error.body, { detail: [{ loc: ['body', 'seed'] }] })
    return true
  })
})

test('a busy system is asked again by the SDK, and then reported', async () => {
  const asked = { ...ASKED, text: 'The boat. [[429]]' }
  await assert.rejects(client.textToSpeech.convert(VOICE, asked, { maxRetries: 1 }), refusal(429, 'system_busy'))
})

function refusal(status: number, slug: string) {
  return (error: unknown) => {
    assert.ok(error instanceof ElevenLabsError)
    assert.equal(error.statusCode, status)
    assert.partialDeepStrictEqual(error.body, { detail: { status: slug } })
    return true
  }
}
