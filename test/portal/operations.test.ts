// Every document that an island asks is one that the schema answers.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { projectFolder } from './site.ts'

const schema = buildSchema(readFileSync(join(projectFolder, 'schema.graphql'), 'utf8'))
const sources = import.meta.glob('../../portal/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
const documents = Object.entries(sources).flatMap(([file, source]) =>
  Array.from(source.matchAll(/\boperation(?:<[^(`]*>)?\(\s*`([^`]+)`/g), ([, document = '']) => [file, document] as const),
)

describe('the documents of the islands', () => {
  it('are answered by the schema', () => {
    for (const [file, document] of documents) expect([file, validate(schema, parse(document))]).toEqual([file, []])
  })
})
