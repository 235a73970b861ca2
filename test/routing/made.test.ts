// What was made beside what was priced: every row's own figures pass, and what costs more or less does not.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { fitOptions } from '../../src/routing/fit-options.ts'
import { differences } from '../../src/routing/made.ts'
import type { Made, Priced } from '../../src/routing/made.ts'
import type { Model } from '../../src/domain/model.ts'
import { creditsOf } from '../../src/routing/price.ts'

const rowOf = (id: string): Model => {
  const found = models.find((model) => model.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

function asked(model: Model, options: Record<string, string | number>, text = 'a fox'): Priced {
  const fitted = fitOptions(model, options).options
  return { options: fitted, outputs: 1, credits: creditsOf(model, { options: fitted, text, outputs: 1 }) }
}

const found = (id: string, options: Record<string, string | number>, ...made: readonly Made[]) => differences(rowOf(id), asked(rowOf(id), options), made)

describe('what companies really make', () => {
  it.each([
    ['hailuo-02', { duration: 6, resolution: '768p' }, { width: 1366, height: 768, durationSeconds: 5.88 }],
    ['hailuo-02', { duration: 10, resolution: '768p' }, { width: 1364, height: 768, durationSeconds: 10.04 }],
    ['kling-v2-6', { duration: 5, resolution: '1080p' }, { width: 1080, height: 1920, durationSeconds: 5.1 }],
    ['gen-4', { duration: 10 }, { width: 1584, height: 672, durationSeconds: 10 }],
    ['gen-4', { duration: 5 }, { width: 960, height: 960, durationSeconds: 5.04 }],
    ['ray-2', { duration: 9, resolution: '720p' }, { width: 720, height: 720, durationSeconds: 9.04 }],
    ['seedance-1.0-pro', { duration: 5, resolution: '720p' }, { width: 1470, height: 630, durationSeconds: 5 }],
    ['seedance-1.0-pro', { duration: 5, resolution: '1080p' }, { width: 2176, height: 928, durationSeconds: 5.04 }],
    ['wan-2.2-t2v-plus', { duration: 5, resolution: '480p' }, { width: 624, height: 624, durationSeconds: 5 }],
    ['gemini-3.1-flash-image', { resolution: '1k' }, { width: 1376, height: 768 }],
    ['gemini-3.1-flash-image', { resolution: '2k' }, { width: 2752, height: 1536 }],
    ['hedra-character-3', { duration: 15 }, { width: 720, height: 1280, durationSeconds: 3.2 }],
    ['eleven-v3', {}, { durationSeconds: 3.2 }],
  ] as const)('of %s %o is as priced', (id, options, made) => {
    expect(found(id, options, made)).toEqual([])
  })
})

describe('what is not as priced', () => {
  it.each([
    ['kling-v2-6', { duration: 10, resolution: '720p' }, { width: 1280, height: 720, durationSeconds: 5 }, '5 s where 10 s were priced'],
    ['kling-v2-6', { duration: 5, resolution: '720p' }, { width: 1280, height: 720, durationSeconds: 10 }, '10 s where 5 s were priced'],
    ['ray-2', { duration: 5, resolution: '1080p' }, { width: 1280, height: 720, durationSeconds: 5 }, '1280x720 where 1080p was priced'],
    ['ray-2', { duration: 5, resolution: '720p' }, { width: 1920, height: 1080, durationSeconds: 5 }, '1920x1080 where 720p was priced'],
    ['ray-2', { duration: 5, resolution: '540p' }, { width: 1280, height: 720, durationSeconds: 5 }, '1280x720 where 540p was priced'],
    ['gemini-3.1-flash-image', { resolution: '2k' }, { width: 1024, height: 1024 }, '1024x1024 where 2k was priced'],
    ['hedra-character-3', { duration: 1 }, { width: 720, height: 1280, durationSeconds: 597 }, '597 s where 1 s were priced'],
  ] as const)('of %s %o is told with both figures', (id, options, made, sentence) => {
    expect(found(id, options, made)).toEqual([sentence])
  })

  it('more files than were priced are told; fewer are refunded, and no matter', () => {
    const image = { width: 1024, height: 1024 }
    expect(found('image-01', {}, image, image)).toEqual(['2 outputs where 1 were priced'])
  })

  it('speech that takes far longer than its text was reckoned at', () => {
    const model = rowOf('heygen-avatar-iv')
    const priced = asked(model, { resolution: '720p' }, 'a'.repeat(150))
    expect(differences(model, priced, [{ width: 1280, height: 720, durationSeconds: 12 }])).toEqual([])
    expect(differences(model, priced, [{ width: 1280, height: 720, durationSeconds: 40 }])).toEqual(['40 s where 10 s were priced'])
  })

  it('is never what was priced itself, whatever is asked of any row', () =>
    fc.assert(
      fc.property(fc.constantFrom(...models), fc.integer({ min: 1, max: 600 }), fc.nat(20), (model, duration, choice) => {
        const option = model.options['resolution']
        const allowed = option?.kind === 'choice' ? option.allowed : []
        const resolution = allowed[choice % Math.max(1, allowed.length)]
        const priced = asked(model, { ...('duration' in model.options && { duration }), ...(resolution !== undefined && { resolution }) })
        const [, lines, thousands] = /^(?:(\d+)p|(\d)k)$/.exec(String(priced.options['resolution'] ?? '720p')) ?? []
        const side = lines === undefined ? Number(thousands) * (model.type === 'IMAGE' ? 1024 : 540) : Number(lines)
        const seconds = priced.options['duration']
        const made = { width: side, height: side, ...(typeof seconds === 'number' && { durationSeconds: seconds }) }
        expect(differences(model, priced, [made])).toEqual([])
      }),
    ))
})
