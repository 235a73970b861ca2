// What the tests of rows share that price by the second: all that a row can be asked for, and that each of it has a price.
import { expect } from 'vitest'
import { fitOptions } from '../../src/routing/fit-options.ts'
import type { Model, Option, OptionValue } from '../../src/domain/model.ts'
import { creditsOf } from '../../src/routing/price.ts'

type Options = Readonly<Record<string, OptionValue>>

/** It serves its own defaults, and prices everything it allows, and nothing else. */
export function expectPriced(model: Model): void {
  if (model.price.kind !== 'second') throw new Error('unexpected price')
  const { by, usdPerSecond } = model.price
  expect(fitOptions(model, fitOptions(model, {}).options).adjustments).toEqual([])
  const reached = new Set<string>()
  for (const asked of everyRequest(model)) {
    const { options, adjustments } = fitOptions(model, asked)
    expect(adjustments).toEqual([])
    expect(creditsOf(model, { options, text: 'x', outputs: 1 })).toBeGreaterThan(0)
    reached.add(by.map((name) => String(options[name])).join('/'))
  }
  expect([...reached].toSorted()).toEqual(Object.keys(usdPerSecond).toSorted())
}

/** Every combination of the values that the row lists, with and without each, but for those that its rules forbid. */
export function everyRequest(model: Model): readonly Options[] {
  let all: readonly Options[] = [{}]
  for (const [name, option] of Object.entries(model.options)) {
    all = all.flatMap((options) => [options, ...valuesOf(option).map((value) => Object.assign({}, options, { [name]: value }))])
  }
  return all.filter((options) => (model.rules ?? []).every(({ when, allow }) => !says(options, when) || fits(options, allow)))
}

function valuesOf(option: Option): readonly OptionValue[] {
  if (option.kind === 'flag') return [true, false]
  if (option.kind === 'seed') return [option.max]
  return 'allowed' in option ? (option.allowed ?? []) : []
}

function fits(options: Options, part: Readonly<Record<string, readonly OptionValue[]>>): boolean {
  return Object.entries(part).every(([name, values]) => !(name in options) || values.includes(options[name] ?? ''))
}

function says(options: Options, part: Readonly<Record<string, readonly OptionValue[]>>): boolean {
  return Object.entries(part).every(([name, values]) => values.includes(options[name] ?? ''))
}

/** Each value that the row lists, alone: all combinations would be more submissions than an isolate has timers for. */
export function everyValue(model: Model): readonly Options[] {
  const listed = Object.entries(model.options).flatMap(([name, option]) => valuesOf(option).map((value) => ({ [name]: value })))
  return [{}, ...listed]
}
