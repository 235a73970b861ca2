// The pages of models: the samples are requests that the schema takes, the calculator is the charging code, rules are in words.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, parse, validate, validateInputValue } from 'graphql'
import type { GraphQLInputType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { models, servingModel } from '../../src/catalog/catalog.ts'
import { providers } from '../../src/catalog/providers.ts'
import { defaultsFor, fitOptions } from '../../src/routing/fit-options.ts'
import { creditsOf } from '../../src/routing/price.ts'
import { billOf } from '../../portal/data/models/price.ts'
import { rulesInWords } from '../../portal/data/models/rules.ts'
import { inputOf, samplesOf } from '../../portal/data/models/samples.ts'
import { SAMPLE_TEXT, modelPath, rowOf, sampleTextOf, summaryOf } from '../../portal/data/models/view.ts'
import { pagePaths, projectFolder, textOf } from './site.ts'

const schema = buildSchema(readFileSync(join(projectFolder, 'schema.graphql'), 'utf8'))
const inputType = schema.getType('GenerateInput') as GraphQLInputType
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown

describe('the pages of the catalogue', () => {
  it('are there for every provider and model', () => {
    const wanted = ['models/', ...providers.map(({ id }) => `models/${id}/`), ...models.map(modelPath)].flatMap((path) => [`hi/${path}index.html`, `en/${path}index.html`])
    expect(wanted.filter((path) => !pagePaths.includes(path))).toEqual([])
  })

  it('tell every option by its name', () => {
    for (const model of models) {
      const page = textOf(`hi/${modelPath(model)}index.html`)
      expect(Object.keys(servingModel(model).options).filter((name) => !page.includes(`<code>${name}</code>`))).toEqual([])
    }
  })

  it('have a twin for programs, with a request that the schema takes', () => {
    for (const model of models) {
      const twin = JSON.parse(textOf(`en/${modelPath(model)}model.json`)) as { readonly id: string; readonly example: unknown }
      expect(twin.id).toBe(model.id)
      const problems: string[] = []
      validateInputValue(twin.example, inputType, ({ message }) => problems.push(message))
      expect([model.id, problems]).toEqual([model.id, []])
      expect(textOf(`hi/${modelPath(model)}model.md`)).toContain(`\`${model.id}\``)
    }
  })
})

describe('the samples', () => {
  it('ask for what the schema has, in every language', () => {
    for (const model of models) {
      const { options } = fitOptions(model, {})
      const wish = { row: rowOf(model), options, text: `It's "${sampleTextOf(model)}"` }
      const [curl, js, python, graphql, apollo] = samplesOf(wish).map(({ code }) => code)
      const body = JSON.parse(/-d '([\s\S]+)'\n$/.exec(curl ?? '')?.[1]?.replaceAll(String.raw`'\''`, "'") ?? '') as { readonly query: string; readonly variables: unknown }
      expect(body.variables).toEqual({ input: asSent(inputOf(wish)) })
      expect(validate(schema, parse(body.query))).toEqual([])
      expect(validate(schema, parse(graphql ?? ''))).toEqual([])
      const literal = /variables: \{ input: (\{[\s\S]+?\n? *\}),? \}/.exec(js ?? '')?.[1] ?? ''
      // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- what the page shows is read as a program would read it
      expect(new Function(`return ${literal}`)()).toEqual(asSent(inputOf(wish)))
      expect(python).toContain(`"model": "${model.id}"`)
      expect(apollo).toContain(`model: '${model.id}'`)
    }
  })
})

describe('a model that has ended', () => {
  it('is shown at the price of the one that serves it, which is what is charged', () => {
    const ended = models.filter(({ lifecycle }) => lifecycle.state === 'retired')
    expect(ended.length).toBeGreaterThan(5)
    for (const model of ended) {
      const serving = servingModel(model)
      const { credits } = billOf(serving, defaultsFor(model, serving), SAMPLE_TEXT)
      expect([model.id, summaryOf(model).credits]).toEqual([model.id, serving.lifecycle.state === 'retired' ? undefined : credits])
    }
  })
})

describe('the calculator', () => {
  it('takes from a row, as JSON, what the charging code takes from the catalogue', () => {
    for (const model of models) {
      const row = asSent(rowOf(model)) as ReturnType<typeof rowOf>
      const choices = Object.entries(model.options).flatMap(([name, option]) => (option.kind === 'choice' || ('allowed' in option && option.allowed) ? [...(option.allowed ?? [])].map((value) => ({ [name]: value })) : []))
      for (const asked of [{}, ...choices]) {
        const { options } = fitOptions(model, asked)
        const bill = billOf(row, asked, 'नमस्ते')
        expect([model.id, bill.options]).toEqual([model.id, options])
        if (bill.credits !== undefined) {
          const outputs = model.outputsOption === undefined ? 1 : Number(options[model.outputsOption] ?? 1)
          expect(bill.credits).toBe(creditsOf(model, { options, text: 'नमस्ते', outputs }))
        }
      }
    }
  })

  it('has a price for every model before anything is chosen', () => {
    expect(models.filter((model) => billOf(model, {}, 'नमस्ते').credits === undefined).map(({ id }) => id)).toEqual([])
  })
})

describe('rules', () => {
  it('are told in words, in both languages', () => {
    const hailuo = models.find(({ id }) => id === 'hailuo-02')
    expect(hailuo && rulesInWords(hailuo, 'hi').join('\n')).toContain('`duration` `10` हो, तो `resolution` सिर्फ़ `768p` हो सकता है।')
    for (const model of models) expect([model.id, rulesInWords(model, 'hi').length]).toEqual([model.id, rulesInWords(model, 'en').length])
  })
})
