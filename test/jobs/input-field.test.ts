// A company refuses "the image": which of the caller's fields that was, where only one can be meant.
import { describe, expect, it } from 'vitest'
import { withField } from '../../src/jobs/input-field.ts'
import type { KeptInput } from '../../src/store/tables.ts'
import type { Refused } from '../../src/upstreams/contract.ts'
import { oneJob } from './one-job.ts'

const REFUSED: Refused = { refusal: 'INPUT_MEDIA', detail: 'the image is too small' }
const IMAGE = 'https://example.com/a.png'

async function fieldOf(input: KeptInput, refused: Refused = REFUSED): Promise<string | undefined> {
  const { needs, job } = await oneJob({ job: { input } })
  return (await withField(needs, job, refused)).field
}

describe('the field of a refused file', () => {
  it.each(['image', 'lastImage', 'audio', 'video'] as const)('is the only one that was given: %s', async (name) => {
    expect(await fieldOf({ text: 'A fox', [name]: IMAGE })).toBe(name)
  })

  it('is the list, where only that was given', async () => {
    expect(await fieldOf({ images: [IMAGE, IMAGE] })).toBe('images')
  })

  it('is not guessed where two were given, or none, or where more may stand aside', async () => {
    expect(await fieldOf({ image: IMAGE, lastImage: IMAGE })).toBeUndefined()
    expect(await fieldOf({ text: 'A fox' })).toBeUndefined()
    expect(await fieldOf({ image: IMAGE, aside: 0 })).toBeUndefined()
  })

  it('stays what the company named, and is of no other refusal', async () => {
    expect(await fieldOf({ image: IMAGE }, { ...REFUSED, field: 'audio' })).toBe('audio')
    expect(await fieldOf({ image: IMAGE }, { refusal: 'MODERATED', detail: 'no' })).toBeUndefined()
  })

  it('is unknown of a row that is gone', async () => {
    const { needs, job } = await oneJob()
    expect(await withField(needs, { ...job, id: 'gen_gone' }, REFUSED)).toEqual(REFUSED)
  })
})
