// A caller's word is looked up in our tables alone: `constructor` is no value of anything.
import { beforeAll, describe, expect, it } from 'vitest'
import { choiceOf, findModel, isKnownValue, models } from '../src/catalog/catalog.ts'
import { readInput } from '../src/routing/read-input.ts'
import { readOption } from '../src/routing/read-options.ts'
import { ApiError } from '../src/domain/errors.ts'
import { ownValue } from '../src/domain/own-value.ts'
import { CREATE_KEY } from './auth/keys.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

const WORDS = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'CONSTRUCTOR', 'prototype'] as const

const sources = import.meta.glob('../src/**/*.ts', { query: '?raw', import: 'default', eager: true })

/** The value, or INVALID_INPUT. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    return error instanceof ApiError ? error.code : error
  }
}

describe('a word that every object answers to', () => {
  it('is in no table of ours', () => {
    for (const word of WORDS) expect(ownValue({}, word)).toBeUndefined()
    expect(ownValue({ a: 1 }, 'a')).toBe(1)
  })

  it('is no value of any option of any model, unless as the text that it is', () => {
    for (const model of models) {
      for (const [name, row] of Object.entries(model.options)) {
        for (const word of WORDS) {
          const outcome = outcomeOf(() => readOption(model, name, word))
          const isText = row.kind === 'text' && !row.values
          expect(outcome === 'INVALID_INPUT' || isText, `${model.id} ${name}: ${word} → ${JSON.stringify(outcome)}`).toBe(true)
          if (row.kind === 'choice') expect(choiceOf(row, word)).toBeUndefined()
          expect(isKnownValue(model.type, name, word)).toBe(false)
        }
      }
    }
  })

  it('is no option, no voice, no model', () => {
    for (const model of models) {
      for (const word of WORDS) {
        expect(outcomeOf(() => readOption(model, word, 1)), `${model.id}: ${word}`).toBe('INVALID_INPUT')
        expect(isKnownValue(model.type, word, 1)).toBe(false)
        if (model.inputs.voice?.values && !model.inputs.voice.pattern?.test(word)) expect(outcomeOf(() => readInput(model, { text: 'A', voice: word }))).toBe('INVALID_INPUT')
      }
    }
    for (const word of WORDS) expect(findModel(word, undefined)).toBeUndefined()
  })

  it('is looked up nowhere but as our own: no table by any word is read otherwise', () => {
    const direct = Object.entries(sources).flatMap(([path, source]) =>
      [...source.matchAll(/const ([A-Z][A-Z_]*): (?:Readonly<|Partial<)?Record<string,/g)]
        .map(([, name = '']) => name)
        .filter((name) => new RegExp(`\\b${name}\\[|\\bin ${name}\\)`).test(source))
        .map((name) => `${path}: ${name}`),
    )
    expect(direct).toEqual([])
    expect(Object.keys(sources).length).toBeGreaterThan(150)
  })
})

const generate = (more: object) => ({ query: 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }', variables: { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' }, ...more } } })

describe('as a value of every enum-like input of a request', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld({ credits: 1000 })
  })

  const requests: Readonly<Record<string, (word: string) => object>> = {
    type: (type) => generate({ type }),
    provider: (provider) => generate({ provider }),
    model: (model) => generate({ model }),
    priority: (priority) => generate({ priority }),
    'an option\'s name': (word) => generate({ options: JSON.parse(`{"${word}": 1}`) as object }),
    'the option model': (model) => generate({ options: { model } }),
    'the option aspectRatio': (aspectRatio) => generate({ options: { aspectRatio } }),
    'the option mode of Kling': (mode) => generate({ type: 'VIDEO', provider: 'kling', options: { mode } }),
    'the model of imageCreate': (model) => ({ query: 'mutation ($input: ImageCreateInput!) { imageCreate(input: $input) { id } }', variables: { input: { prompt: 'A fox', model } } }),
    'a key\'s mode': (mode) => ({ query: CREATE_KEY, variables: { input: { name: 'k', mode } } }),
    'a key\'s scope': (scope) => ({ query: CREATE_KEY, variables: { input: { name: 'k', scopes: [scope] } } }),
    'a key\'s provider': (provider) => ({ query: CREATE_KEY, variables: { input: { name: 'k', providers: [provider] } } }),
    'a filter\'s provider': (provider) => ({ query: 'query ($filter: GenerationFilter) { generations(filter: $filter) { pageInfo { hasNextPage } } }', variables: { filter: { provider } } }),
    'the type of providers': (type) => ({ query: 'query ($type: GenerationType) { providers(type: $type) { id } }', variables: { type } }),
  }
  for (const [name, request] of Object.entries(requests)) {
    it(`${name} is INVALID_INPUT`, async () => {
      for (const word of WORDS) {
        const reply = await world.post(request(word))
        expect([word, reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([word, 400, 'INVALID_INPUT'])
      }
      expect(await world.balance()).toBe(1000)
    })
  }

  it('the page of an error is NOT_FOUND', async () => {
    for (const word of WORDS) expect((await world.fetchApp(`/errors/${word}`)).status).toBe(404)
  })
})
