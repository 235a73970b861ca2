// The planted faults can only be planted where the source still reads as they expect, and prove something only where what comes of it is a program.
import { existsSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { mutants } from './mutants.ts'

describe('each planted fault', () => {
  it.each(mutants)('can still be planted, and is a program: $name', ({ patches }) => {
    const planted = new Map<string, string>()
    for (const { file, find, replace } of patches) {
      const source = planted.get(file) ?? readFileSync(file, 'utf8')
      expect(source.split(find)).toHaveLength(2)
      planted.set(file, source.replace(find, () => replace))
    }
    for (const [file, source] of planted) expect(parseSync(file, source).errors).toEqual([])
  })

  it('that a test is named for has that test', () => {
    expect(mutants.filter(({ caughtBy }) => caughtBy !== undefined && !existsSync(caughtBy))).toEqual([])
  })

  it('has a name of its own, and there are at least 45', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
    expect(mutants.length).toBeGreaterThanOrEqual(45)
  })
})
