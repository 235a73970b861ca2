// What goes without saying is not stored with a job, and is there again when it is read; as is what was stored whole before.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Route } from '../../src/domain/job.ts'
import type { StoredOutput } from '../../src/domain/media.ts'
import { pack, unpack } from '../../src/store/packed.ts'
import { jobWords, jobs } from '../../src/store/tables.ts'

const PLAIN: Route = { provider: 'luma', model: 'ray-2', upstream: 'luma', options: {}, credits: 50, addedText: '', adjustments: [], outputs: 1 }
const TOLD: Route = { ...PLAIN, addedText: ' in rain', adjustments: [{ option: 'duration', from: 7, to: 5, reason: 'r' }] as unknown as Route['adjustments'], outputs: 2, voice: 'v' }
const FILE: StoredOutput = { key: 'k', contentType: 'video/mp4', bytes: 1, sha256: 's', facts: { kind: 'video', contentType: 'video/mp4', extension: 'mp4', format: 'mp4' } }
const OTHER: StoredOutput = { ...FILE, contentType: 'video/quicktime' }

describe('the routes of a job', () => {
  it('leave out what goes without saying, and only that', () => {
    expect(JSON.parse(String(jobs.routes.mapToDriverValue([PLAIN, TOLD])))).toEqual([{ provider: 'luma', model: 'ray-2', upstream: 'luma', options: {}, credits: 50 }, TOLD])
  })

  it('are read as they were, also those that were stored whole', () => {
    expect(jobs.routes.mapFromDriverValue(jobs.routes.mapToDriverValue([PLAIN, TOLD]))).toEqual([PLAIN, TOLD])
    expect(jobs.routes.mapFromDriverValue(JSON.stringify([PLAIN, TOLD]))).toEqual([PLAIN, TOLD])
  })
})

describe('the files of a job', () => {
  it('say their type once, where they are of one', () => {
    expect(JSON.parse(String(jobs.outputs.mapToDriverValue([FILE, OTHER])))).toEqual([{ ...FILE, facts: { kind: 'video', extension: 'mp4', format: 'mp4' } }, OTHER])
  })

  it('are read as they were, also those that were stored whole', () => {
    expect(jobs.outputs.mapFromDriverValue(jobs.outputs.mapToDriverValue([FILE, OTHER]))).toEqual([FILE, OTHER])
    expect(jobs.outputs.mapFromDriverValue(JSON.stringify([FILE, OTHER]))).toEqual([FILE, OTHER])
  })
})

describe('the words of a job', () => {
  it('are read as they were, in whatever form the database gives the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean())), async (words) => {
        const packed = await pack(words)
        for (const stored of [packed, packed.buffer, [...packed]]) expect(await unpack(jobWords.packed.mapFromDriverValue(stored) as Uint8Array)).toEqual(words)
      }),
      { numRuns: 30 },
    )
  })

  it('in Devanagari take less than two thirds of what they take as they are', async () => {
    const text = 'सूर्यास्त के समय नदी के किनारे धीरे-धीरे चलती हुई नाव, पीछे पहाड़, आसमान में उड़ते पक्षी, और पानी पर झिलमिलाती सुनहरी रोशनी।'
    expect((await pack({ text })).byteLength).toBeLessThan(new TextEncoder().encode(text).byteLength * (2 / 3))
  })
})
