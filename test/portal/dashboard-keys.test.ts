// What the keys' part reckons in the page: the request for a new key, and whether a key is one of ours.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, validateInputValue } from 'graphql'
import type { GraphQLInputType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { mintKey } from '../../src/domain/key-format.ts'
import { verdictOf } from '../../portal/islands/dashboard/keys/check.ts'
import { EMPTY_KEY, keyInputOf } from '../../portal/islands/dashboard/keys/key-form.ts'
import { keyPage } from '../../portal/islands/dashboard/keys/operations.ts'
import type { ApiKey } from '../../portal/islands/dashboard/keys/operations.ts'
import { projectFolder } from './site.ts'

const schema = buildSchema(readFileSync(join(projectFolder, 'schema.graphql'), 'utf8'))
const KEY: ApiKey = { id: 'key_1', name: 'CI', prefix: 'dt_live_', lastFour: 'abcd', scopes: ['READ'], providers: null, origins: null, limits: [], lastUsedAt: null, expiresAt: null, revokedAt: null, replacedBy: null }
const NOW_MS = Date.parse('2026-11-28T00:00:00Z')
const expiresAt = (lastDay: string) => keyInputOf({ ...EMPTY_KEY, lifetime: 'own', lastDay }, NOW_MS).expiresAt
const keys = (count: number): readonly ApiKey[] => Array.from({ length: count }, (_, index) => ({ ...KEY, id: `key_${index}` }))

describe('a new key', () => {
  it('has what was chosen, and of what was left empty nothing', () => {
    expect(keyInputOf({ ...EMPTY_KEY, name: ' Shop ' }, NOW_MS)).toEqual({ name: 'Shop', scopes: ['GENERATE', 'READ'] })
    expect(keyInputOf({ name: 'CI', scopes: ['READ'], lifetime: 'days30', lastDay: '2027-01-31', creditsPerDay: '0', creditsTotal: '500', origins: 'https://a.example\n\n https://b.example ', providers: ['kling'] }, NOW_MS)).toEqual({
      name: 'CI', scopes: ['READ'], expiresAt: '2026-12-28T00:00:00.000Z', creditsPerDay: 0, creditsTotal: 500, origins: ['https://a.example', 'https://b.example'], providers: ['kling'],
    })
  })

  it('works to the end of a day of one\'s own, and is not made without an end where that is no day', () => {
    expect(expiresAt('2026-11-28')).toBe('2026-11-29T00:00:00.000Z')
    expect([expiresAt(''), expiresAt('soon')]).toEqual(['', 'soon'])
  })

  it('is asked for as the schema takes it', () => {
    const problems: string[] = []
    const input = keyInputOf({ name: 'CI', scopes: ['READ', 'KEYS', 'BILLING', 'GENERATE'], lifetime: 'days365', lastDay: '', creditsPerDay: '1', creditsTotal: '2', origins: 'https://a.example', providers: ['kling'] }, NOW_MS)
    validateInputValue(input, schema.getType('ApiKeyCreateInput') as GraphQLInputType, ({ message }) => problems.push(message))
    expect(problems).toEqual([])
  })
})

describe('the list of keys', () => {
  it('goes on behind the last key of a full page, and ends with one that is not', () => {
    expect(keyPage(keys(500)).pageInfo).toEqual({ hasNextPage: true, endCursor: 'key_499' })
    expect([keyPage(keys(499)).pageInfo.hasNextPage, keyPage([]).pageInfo]).toEqual([false, { hasNextPage: false, endCursor: null }])
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
