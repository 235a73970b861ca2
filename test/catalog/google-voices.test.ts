// Google's voices, as callers name them.
import { describe, expect, test } from 'vitest'
import { defaultGoogleVoice, GOOGLE_FAMILIES, googleLanguages, googleVoiceIds, googleVoices } from '../../src/catalog/google-voices.ts'

describe('the voices of Google', () => {
  test('are more than 380 in more than 50 languages, without the names of Chirp', () => {
    const ids = GOOGLE_FAMILIES.filter((family) => family !== 'Chirp3-HD').flatMap(googleVoiceIds)
    expect(ids.length).toBeGreaterThan(380)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(ids.map((id) => id.split('-', 2).join('-'))).size).toBeGreaterThan(50)
  })

  test('have names in lower case, with and without the family', () => {
    expect(googleVoices('Wavenet')).toMatchObject({ 'hi-in-wavenet-a': 'hi-IN-Wavenet-A', 'hi-in-a': 'hi-IN-Wavenet-A' })
    expect(googleVoices('Chirp3-HD')).toMatchObject({ kore: 'Kore', zubenelgenubi: 'Zubenelgenubi' })
  })

  test('a language alone means its home', () => {
    expect(googleLanguages('Wavenet')).toMatchObject({ hi: 'hi-IN', en: 'en-US', 'en-in': 'en-IN', pt: 'pt-BR', zh: 'cmn-CN', fr: 'fr-FR', ta: 'ta-IN' })
    expect(googleLanguages('Neural2')).not.toHaveProperty('ta')
  })

  test('every language of a family has a voice that exists', () => {
    for (const family of GOOGLE_FAMILIES) {
      const ids = new Set(googleVoiceIds(family))
      for (const code of Object.values(googleLanguages(family))) expect(ids).toContain(defaultGoogleVoice(family, code))
    }
  })
})
