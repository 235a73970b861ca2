// Which media that came as bytes a row takes, by the name of the input and by what the row says of its own.
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import type { InputRule, Model } from '../../src/domain/model.ts'
import { readInput } from '../../src/routing/read-input.ts'
import { writeKept } from '../../src/media/kept-media.ts'

const base = models[0]
if (!base) throw new Error('the catalogue is empty')
const { needsWith: _needs, notTogether: _not, needsOneOf: _oneOf, ...row } = base
const any: InputRule = { required: false, media: 'any' }
const model: Model = { ...row, inputs: { image: any, images: { ...any, maxItems: 2 }, audio: any, video: any, lastImage: { ...any, dataTypes: ['image/gif'] } } }

const dataUrl = (contentType: string): string => writeKept({ index: 0, contentType, bytes: 3 })
const takes = (input: Record<string, string | string[]>): boolean => {
  try {
    readInput(model, input)
    return true
  } catch {
    return false
  }
}

describe('bytes', () => {
  it('of an image is PNG, JPEG or WebP', () => {
    expect(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml', 'audio/mpeg'].filter((type) => takes({ image: dataUrl(type) }))).toEqual([
      'image/png', 'image/jpeg', 'image/webp',
    ])
    expect(takes({ images: [dataUrl('image/png'), dataUrl('video/mp4')] })).toBe(false)
  })

  it('of a recording is any sound, of a video any video', () => {
    const types = ['audio/mpeg', 'audio/x-wav', 'video/mp4', 'video/webm', 'image/png', 'application/octet-stream']
    expect(types.filter((type) => takes({ audio: dataUrl(type) }))).toEqual(['audio/mpeg', 'audio/x-wav'])
    expect(types.filter((type) => takes({ video: dataUrl(type) }))).toEqual(['video/mp4', 'video/webm'])
  })

  it('is what the row says where it says so', () => {
    expect([takes({ lastImage: dataUrl('image/gif') }), takes({ lastImage: dataUrl('image/png') })]).toEqual([true, false])
  })
})
