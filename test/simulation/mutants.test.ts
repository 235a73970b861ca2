// The planted faults can only be planted where the source still reads as they expect.
import { describe, expect, it } from 'vitest'
import { mutants } from './mutants.ts'

const sources = import.meta.glob('../../src/**/*.ts', { query: '?raw', import: 'default', eager: true })

describe('each planted fault', () => {
  it.each(mutants.map(({ name, patches }) => ({ name, patches })))('can still be planted: $name', ({ patches }) => {
    for (const { file, find } of patches) expect((sources[`../../${file}`] ?? '').split(find)).toHaveLength(2)
  })

  it('has a name of its own, and there are at least 45', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
    expect(mutants.length).toBeGreaterThanOrEqual(45)
  })
})
