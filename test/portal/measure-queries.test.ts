// What operators ask of the measures stands once for the pages and once in the document: the same.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MEASURE_QUERIES } from '../../portal/data/measure-queries.ts'
import { projectFolder } from './site.ts'

const told = Array.from(readFileSync(join(projectFolder, 'docs/operating.md'), 'utf8').matchAll(/```sql\n([\s\S]*?)\n```/g), ([, sql]) => sql)
const dataset = /^dataset = "(\w+)"$/m.exec(readFileSync(join(projectFolder, 'wrangler.toml'), 'utf8'))?.[1]

it('the queries for operators are those of the document', () => {
  expect(told).toEqual(MEASURE_QUERIES.map(({ sql }) => sql))
})

it('each asks the dataset that the Worker writes to, of a time that ends, and puts back what was sampled away', () => {
  for (const { sql } of MEASURE_QUERIES) {
    expect(sql).toContain(`FROM ${dataset}\n`)
    expect(sql).toMatch(/timestamp > NOW\(\) - INTERVAL '1' (DAY|HOUR)/)
    expect(sql).toContain('_sample_interval')
  }
})
