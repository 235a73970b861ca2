// What the keys' part reckons in the page: the request for a new key, and whether a key is one of ours.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, validateInputValue } from 'graphql'
import type { GraphQLInputType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { mintKey } from '../../src/domain/key-format.ts'
import { verdictOf } from '../../portal/islands/dashboard/keys/check.ts'
import { EMPTY_KEY, keyInputOf } from '../../portal/islands/dashboard/keys/key-form.ts'
import { projectFolder } from './site.ts'

const schema = buildSchema(readFileSync(join(projectFolder, 'schema.graphql'), 'utf8'))
const NOW_MS = Date.parse('2026-11-28T00:00:00Z')

describe('a new key', () => {
  it('has what was chosen, and of what was left empty nothing', () => {
    expect(keyInputOf({ ...EMPTY_KEY, name: ' Shop ' }, NOW_MS)).toEqual({ name: 'Shop', scopes: ['GENERATE', 'READ'] })
    expect(keyInputOf({ name: 'CI', scopes: ['READ'], lifetime: 'days30', creditsPerDay: '0', creditsTotal: '500', origins: 'https://a.example\n\n https://b.example ', providers: ['kling'] }, NOW_MS)).toEqual({
      name: 'CI', scopes: ['READ'], expiresAt: '2026-12-28T00:00:00.000Z', creditsPerDay: 0, creditsTotal: 500, origins: ['https://a.example', 'https://b.example'], providers: ['kling'],
    })
  })

  it('is asked for as the schema takes it', () => {
    const problems: string[] = []
    const input = keyInputOf({ name: 'CI', scopes: ['READ', 'KEYS', 'BILLING', 'GENERATE'], lifetime: 'days365', creditsPerDay: '1', creditsTotal: '2', origins: 'https://a.example', providers: ['kling'] }, NOW_MS)
    validateInputValue(input, schema.getType('ApiKeyCreateInput') as GraphQLInputType, ({ message }) => problems.push(message))
    expect(problems).toEqual([])
  })
})

describe('a key that was found somewhere', () => {
  const key = mintKey('live', (count) => new Uint8Array(count).fill(7))

  it('is told to be ours by its checksum, of both kinds', () => {
    expect(verdictOf(`  ${key}\n`)).toBe('live')
    expect(verdictOf(mintKey('test', (count) => new Uint8Array(count).fill(9)))).toBe('test')
  })

  it('is told to be mistyped or another\'s', () => {
    expect(verdictOf(`${key.slice(0, 20)}x${key.slice(21)}`)).toBe('mistyped')
    expect(verdictOf('dt_live_')).toBe('mistyped')
    expect(verdictOf('sk-proj-123')).toBe('foreign')
    expect(verdictOf('   ')).toBeUndefined()
  })
})
