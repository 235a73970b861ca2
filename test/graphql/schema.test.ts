import { getNamedType, isEnumType, isInputObjectType, isIntrospectionType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { printedSchema, schema } from '../../src/graphql/schema.ts'
import committed from '../../schema.graphql?raw'

describe('the schema', () => {
  it('is the one committed as schema.graphql', () => {
    expect(printedSchema()).toBe(committed)
  })

  it('describes every type, field, argument and value', () => {
    const bare: string[] = []
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type)) continue
      if (!type.description) bare.push(type.name)
      if (isEnumType(type)) bare.push(...type.getValues().flatMap((value) => (value.description ? [] : [`${type.name}.${value.name}`])))
      if (!isObjectType(type) && !isInputObjectType(type)) continue
      const fields = Object.values(type.getFields())
      bare.push(...fields.flatMap((field) => (field.description ? [] : [`${type.name}.${field.name}`])))
      if (!isObjectType(type)) continue
      for (const field of Object.values(type.getFields())) {
        bare.push(...field.args.flatMap((argument) => (argument.description ? [] : [`${type.name}.${field.name}(${argument.name})`])))
      }
    }
    expect(bare).toEqual([])
  })

  it('says of each hidden twin that it is one', () => {
    const generation = schema.getType('Generation')
    const fields = isObjectType(generation) ? generation.getFields() : {}
    for (const name of ['statusWord', 'metadataJson', 'errorMessage']) {
      expect(fields[name]?.description).toMatch(/^Hidden twin of/)
      expect(getNamedType(fields[name]?.type)).toBeDefined()
    }
  })
})
