// The planted faults can only be planted where the source still reads as they expect, and prove something only where what comes of it is a program.
import { existsSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { planted } from './mutant.ts'
import { mutants } from './mutants.ts'

describe('each planted fault', () => {
  it.each(mutants)('can still be planted, and is a program: $name', (mutant) => {
    // It throws where a source reads otherwise.
    const sources = planted(mutant, (file) => readFileSync(file, 'utf8'))
    expect(sources.size).toBeGreaterThan(0)
    for (const [file, source] of sources) expect(parseSync(file, source).errors).toEqual([])
  })

  it('that a test is named for has that test', () => {
    expect(mutants.filter(({ caughtBy }) => caughtBy !== undefined && !existsSync(caughtBy))).toEqual([])
  })

  it('has a name of its own, and there are at least 45', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
    expect(mutants.length).toBeGreaterThanOrEqual(45)
  })
})
