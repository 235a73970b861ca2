// The schema reference tells of everything that the schema has, in both languages, and leads from every type to where it stands.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, isEnumType, isInputObjectType, isObjectType, isSpecifiedScalarType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { KINDS, REFERENCE, kindPath } from '../../portal/data/schema/reference.ts'
import { projectFolder, readable, textOf } from './site.ts'

const schema = buildSchema(readFileSync(join(projectFolder, 'schema.graphql'), 'utf8'))
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
const partsOf = (type: (typeof types)[number]): readonly string[] => (isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : isEnumType(type) ? type.getValues().map(({ name }) => name) : [])
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription'])

describe('the schema reference', () => {
  for (const language of ['hi', 'en']) {
    const each = KINDS.map((kind) => textOf(`${language}/${kindPath(kind)}index.html`))
    const pages = each.join('')

    it(`/${language}/ names every type, field and value`, () => {
      expect(types.filter(({ name }) => !ROOTS.has(name) && !pages.includes(`<h2 id="${name}">`)).map(({ name }) => name)).toEqual([])
      expect(types.flatMap((type) => partsOf(type).filter((part) => !pages.includes(`<code>${part}</code>`)))).toEqual([])
    })

    it(`/${language}/ says what each is`, () => {
      const text = each.map(readable).join(' ').replace(/\s/g, '')
      const said = Object.values(REFERENCE).flatMap((entries) => entries.flatMap(({ about, parts }) => [about, ...parts.map((part) => part.about)]))
      expect(said.filter((about) => !text.includes(about.replaceAll('`', '').replace(/\s/g, '')))).toEqual([])
    })
  }
})
