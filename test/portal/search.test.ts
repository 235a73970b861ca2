// The catalogue is found by Hindi, English and Hinglish: fifty queries, and what stands first.
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { entries } from '../../portal/data/models/search-words.ts'
import { summaries } from '../../portal/data/models/view.ts'
import { EVERYTHING, filterOf, known, searchOf, shown } from '../../portal/islands/catalogue/filter.ts'
import { english, hindi } from '../../portal/data/docs/prose.ts'
import { placesOf } from '../../portal/data/search/index.ts'
import { indexOf, scoreOf } from '../../portal/search/find.ts'
import { skeletonOf } from '../../portal/search/skeleton.ts'

const items = known(summaries.flatMap((summary) => {
  const entry = entries.get(summary.id)
  return entry ? [{ summary, entry }] : []
}))
const first = (query: string) => shown(items, { ...EVERYTHING, query })[0]?.summary

/** A model by its id, a provider as `provider:…`, a type as `type:…`. */
const QUERIES: readonly (readonly [query: string, first: string])[] = [
  ['kling', 'provider:kling'], ['क्लिंग', 'provider:kling'], ['kling 3', 'kling-v3'], ['kling v3', 'kling-v3'], ['kling turbo', 'provider:kling'], ['kling sound', 'kling-v3-sound'],
  ['hailuo', 'provider:minimax'], ['हाइलुओ', 'provider:minimax'], ['hailuo fast', 'hailuo-2.3-fast'], ['minimax', 'provider:minimax'], ['मिनीमैक्स', 'provider:minimax'],
  ['veo', 'provider:veo-3'], ['veo 3.1', 'veo-3.1'], ['gemini omni', 'gemini-omni-1.1-flash'], ['runway', 'provider:runway'], ['रनवे', 'provider:runway'], ['gen-3', 'gen-3'], ['gen 4', 'gen-4'],
  ['luma', 'provider:luma'], ['लूमा', 'provider:luma'], ['dream machine', 'ray-2'], ['dance', 'provider:seedance'], ['डांस', 'provider:seedance'], ['naach', 'provider:seedance'], ['नाच', 'provider:seedance'],
  ['wan', 'provider:wan'], ['vidu', 'provider:vidu'], ['product video', 'provider:vidu'], ['प्रोडक्ट वीडियो', 'provider:vidu'], ['dukaan', 'provider:vidu'],
  ['imagen', 'provider:imagen'], ['nano banana', 'gemini-nano-banana-2.1'], ['flux', 'type:IMAGE'], ['फ्लक्स', 'type:IMAGE'], ['flux krea', 'provider:flux-krea'], ['kontext', 'provider:flux-kontext'],
  ['stable diffusion', 'provider:stable-diffusion'], ['lora', 'sd-lora'], ['tasveer', 'type:IMAGE'], ['तस्वीर', 'type:IMAGE'], ['photo', 'type:IMAGE'], ['फ़ोटो', 'type:IMAGE'],
  ['awaaz', 'type:AUDIO'], ['आवाज़', 'type:AUDIO'], ['text to speech', 'type:AUDIO'], ['tts', 'type:AUDIO'], ['eleven labs', 'provider:elevenlabs'], ['voice clone', 'eleven-voice-clone'], ['ssml', 'provider:google-tts'],
  ['lip sync', 'type:AVATAR'], ['लिप सिंक', 'type:AVATAR'], ['bolta chehra', 'type:AVATAR'], ['अवतार', 'type:AVATAR'], ['avtaar', 'type:AVATAR'], ['heygen', 'provider:heygen'], ['हेडरा', 'provider:hedra'],
]

describe('the search over all pages', () => {
  const places = placesOf('hi', english, hindi).map((place) => ({ place, index: indexOf(place.entry) }))
  const firstPlace = (query: string) => places.map(({ place, index }) => ({ place, score: scoreOf(index, query) })).toSorted((one, other) => other.score - one.score)[0]
  const cases = [
    ['kredit khatam', 'INSUFFICIENT_CREDITS'], ['क्रेडिट खत्म', 'INSUFFICIENT_CREDITS'], ['429', 'RATE_LIMIT'], ['webhook kaise', 'webhooks'], ['refund', 'credits'], ['रद्द', 'cancelling'], ['idempotency', 'idempotency'],
    ['upload', 'uploads'], ['client token', 'keys'], ['quote', 'choosing'], ['kling 3', 'kling-v3'], ['elevenlabs', 'elevenlabs'], ['seemaye', 'limits'],
    ['GenerateInput', 'schema/inputs/#GenerateInput'], ['apiKeyCreate', 'schema/mutations/#apiKeyCreate'], ['schema', 'docs/schema/'], ['dashboard api keys', 'dashboard/keys/'], ['डैशबोर्ड क्रेडिट', 'dashboard/credits/'],
  ] as const
  for (const [query, part] of cases) {
    it(`finds ${part} by "${query}"`, () => {
      expect(firstPlace(query)?.place.address).toContain(part)
      expect(firstPlace(query)?.score).toBeGreaterThan(0)
    })
  }
})

describe('the search of the catalogue', () => {
  it('knows fifty queries', () => expect(QUERIES.length).toBeGreaterThanOrEqual(50))

  for (const [query, wanted] of QUERIES) {
    it(`finds ${wanted} by "${query}"`, () => {
      const found = first(query)
      const told = wanted.startsWith('provider:') ? `provider:${found?.provider}` : wanted.startsWith('type:') ? `type:${found?.type}` : found?.id
      expect(told).toBe(wanted)
    })
  }

  it('finds every model by its id among the first five', () => {
    for (const { id } of models) expect([id, shown(items, { ...EVERYTHING, query: id }).slice(0, 5).some(({ summary }) => summary.id === id)]).toEqual([id, true])
  })

  it('hears words alike, however they are written', () => {
    for (const [one, other] of [['kredit', 'क्रेडिट'], ['credit', 'क्रेडिट'], ['wapas', 'वापस'], ['awaaz', 'आवाज़'], ['keemat', 'कीमत'], ['video', 'वीडियो'], ['photo', 'फ़ोटो']] as const) {
      expect([one, skeletonOf(one)]).toEqual([one, skeletonOf(other)])
    }
  })

  it('stands in the address as it is chosen', () => {
    const filter = { ...EVERYTHING, query: 'नाच', type: 'VIDEO', seconds: 10, canBeCancelled: true, sort: 'price' } as const
    expect(filterOf(searchOf(filter))).toEqual(filter)
    expect(searchOf(EVERYTHING)).toBe('')
  })
})
