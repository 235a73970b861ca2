// The two shapes of the published samples, as a step on documents and through the service.
import { parse, print, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { toCanonical } from '../../../src/graphql/protocol/dialect.ts'
import { schema } from '../../../src/graphql/schema.ts'
import { createWorld } from '../../world.ts'

const canonical = (source: string): string => print(toCanonical(schema, parse(source))).replaceAll(/\s+/g, ' ').trim()

describe('the dialect', () => {
  it('reads metadata without a selection as the JSON value, and leaves it alone with one', () => {
    expect(canonical('{ generation(id: 1) { metadata } }')).toBe('{ generation(id: 1) { metadata: metadataJson } }')
    expect(canonical('{ generation(id: 1) { metadata { width } } }')).toBe('{ generation(id: 1) { metadata { width } } }')
  })

  it('reads error without a selection as the message, and the status beside it in lower case', () => {
    expect(canonical('{ generation(id: 1) { status error } }')).toBe(
      '{ generation(id: 1) { status: statusWord error: errorMessage } }',
    )
    expect(canonical('{ generation(id: 1) { status error { code } } }')).toBe('{ generation(id: 1) { status error { code } } }')
  })

  it('keeps the names that the caller gave', () => {
    expect(canonical('{ generation(id: 1) { s: status e: error m: metadata } }')).toBe(
      '{ generation(id: 1) { s: statusWord e: errorMessage m: metadataJson } }',
    )
  })

  it('sees through fragments, in either direction', () => {
    expect(canonical('{ generation(id: 1) { status ...Flat } } fragment Flat on Generation { error }')).toContain('status: statusWord')
    expect(canonical('{ generation(id: 1) { error ... { status } } }')).toContain('status: statusWord')
    expect(canonical('{ generation(id: 1) { error ...S } } fragment S on Generation { status }')).toContain('status: statusWord')
  })

  it('does not confuse two generations of one document', () => {
    expect(canonical('{ a: generation(id: 1) { status error } b: generation(id: 2) { status error { code } } }')).toBe(
      '{ a: generation(id: 1) { status: statusWord error: errorMessage } b: generation(id: 2) { status error { code } } }',
    )
  })

  it('gives a fragment that both shapes share to each in its own', () => {
    const both = 'fragment S on Generation { status } { a: generation(id: 1) { ...S error } b: generation(id: 2) { ...S error { code } } }'
    expect(canonical(both)).toBe(
      'fragment S on Generation { status } fragment S_flat on Generation { status: statusWord } ' +
        '{ a: generation(id: 1) { ...S_flat error: errorMessage } b: generation(id: 2) { ...S error { code } } }',
    )
    const nested = 'fragment A on Generation { id ...B } fragment B on Generation { ... { status } } fragment B_flat on Generation { id } { a: generation(id: 1) { ... { ...A } error } b: generation(id: 2) { ...A ...B_flat } }'
    expect(canonical(nested)).toBe(
      'fragment A on Generation { id ...B } fragment A_flat on Generation { id ...B_flat_ } fragment B on Generation { ... { status } } fragment B_flat_ on Generation { ... { status: statusWord } } fragment B_flat on Generation { id } ' +
        '{ a: generation(id: 1) { ... { ...A_flat } error: errorMessage } b: generation(id: 2) { ...A ...B_flat } }',
    )
    for (const source of [both, nested]) expect(validate(schema, toCanonical(schema, parse(source)))).toEqual([])
  })

  it('does not take an error that is never asked for as the flat shape', () => {
    for (const error of ['error @skip(if: true)', 'error @include(if: false)', '... @skip(if: true) { error }', '...E @include(if: false)']) {
      const fragment = error.startsWith('...E') ? ' fragment E on Generation { error }' : ''
      expect(canonical(`{ generation(id: 1) { status ${error} } }${fragment}`)).toContain('{ status ')
    }
    for (const error of ['error @skip(if: false)', 'error @include(if: true)']) expect(canonical(`{ generation(id: 1) { status ${error} } }`)).toContain('status: statusWord')
  })

  it('touches nothing that is not a generation, and survives fragments in a circle', () => {
    const others = '{ providers { id } me { credits } __schema { types { name } } }'
    expect(canonical(others)).toBe(others)
    expect(canonical('{ generation(id: 1) { ...A } } fragment A on Generation { ...B } fragment B on Generation { ...A error }')).toContain('errorMessage')
  })

  it('serves both shapes of one generation from one endpoint', async () => {
    const world = await createWorld()
    const { generate } = await world.ask('mutation { generate(input: { type: AUDIO, provider: "elevenlabs", input: { text: "Namaste" } }) { id } }')
    await world.run(10)
    const { flat, nested } = await world.ask(
      'query ($id: ID!) { flat: generation(id: $id) { status error errorCode metadata } nested: generation(id: $id) { status error { code } metadata { format } } }',
      { id: generate.id },
    )
    expect(flat).toMatchObject({ status: 'completed', error: null, errorCode: null, metadata: { format: 'mp3', width: null } })
    expect(nested).toEqual({ status: 'COMPLETED', error: null, metadata: { format: 'mp3' } })
  })

  it('serves a shared fragment in both shapes', async () => {
    const world = await createWorld()
    const { generate } = await world.ask('mutation { generate(input: { type: AUDIO, provider: "elevenlabs", input: { text: "Namaste" } }) { id } }')
    const { flat, nested } = await world.ask(
      'query ($id: ID!) { flat: generation(id: $id) { ...S error } nested: generation(id: $id) { ...S error { code } } } fragment S on Generation { status }',
      { id: generate.id },
    )
    expect([flat.status, nested.status]).toEqual(['queued', 'QUEUED'])
    const { generation } = await world.ask('query ($id: ID!) { generation(id: $id) { status error @skip(if: true) } }', { id: generate.id })
    expect(generation).toEqual({ status: 'QUEUED' })
  })

  it('gives the flat shape of a failure: lower case, and the message as a text', async () => {
    const world = await createWorld()
    const { generate } = await world.ask('mutation { generate(input: { type: VIDEO, provider: "luma", input: { text: "storm [[fail]]" } }) { id } }')
    await world.run(60)
    const { generation } = await world.ask('query ($id: ID!) { generation(id: $id) { status error errorCode } }', { id: generate.id })
    expect(generation).toEqual({
      status: 'failed',
      error: 'Luma Dream Machine could not finish it. The credits were refunded.',
      errorCode: 'GENERATION_FAILED',
    })
  })
})
