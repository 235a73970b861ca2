// A job's row by its bytes: what is counted, what is put aside, what is left out, and what is refused.
import { describe, expect, it } from 'vitest'
import type { Route } from '../../src/domain/job.ts'
import { MOST_ROW_BYTES, rowBytes, smallRow } from '../../src/jobs/small-row.ts'
import type { NewJobRow } from '../../src/store/tables.ts'
import { JOB } from '../store/each-term.ts'

const ROUTE: Route = { provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 5 }
const row = (change: Partial<NewJobRow> = {}): NewJobRow => ({ ...JOB, input: { text: 'A fox' }, routes: [ROUTE], ...change })
const text = (bytes: number): string => 'a'.repeat(bytes)

/** What the caller's may take, beside what comes later. */
const room = (outputs: number): number => MOST_ROW_BYTES - 400 - 420 * outputs
const filled = (outputs: number, bytes: number) => row({ routes: [{ ...ROUTE, outputs }], webhookUrl: text(bytes - rowBytes(row({ routes: [{ ...ROUTE, outputs }], webhookUrl: '' }))) })

describe('the bytes of a row', () => {
  const empty = rowBytes(row({ webhookUrl: null }))
  it.each([[text(10), 11], ['नमस्ते', 19], ['', 1]])('count those of a text, and two more: %s', (webhookUrl, more) => {
    expect(rowBytes(row({ webhookUrl })) - empty).toBe(more)
  })

  it('count a number as nine, nothing as one, and a list as its JSON', () => {
    expect(rowBytes(row({ claimedAtMs: 5 })) - empty).toBe(8)
    expect(rowBytes(row({ tags: ['ab'] })) - empty).toBe(4)
  })
})

describe('a row', () => {
  it('that is small stays as it is', () => {
    const given = row({ input: { text: text(2048) } })
    expect(smallRow(given, 3)).toEqual({ row: given, aside: undefined })
  })

  it('puts a text of more than 2 KB aside, and says where', () => {
    const { row: small, aside } = smallRow(row({ input: { text: text(2049), voice: 'kore' } }), 3)
    expect([small.input, aside]).toEqual([{ voice: 'kore', aside: 3 }, { input: { text: text(2049) }, routes: [{ options: {} }] }])
  })

  it('puts what is added to the text and long options of its routes aside as well', () => {
    const routes = [{ ...ROUTE, addedText: text(3000), options: { negativePrompt: text(2500), duration: 5 } }, ROUTE]
    const { row: small, aside } = smallRow(row({ routes }), 0)
    expect(small.routes).toEqual([{ ...ROUTE, options: { duration: 5 } }, ROUTE])
    expect(aside).toEqual({ input: {}, routes: [{ addedText: text(3000), options: { negativePrompt: text(2500) } }, { options: {} }] })
  })

  it('puts shorter ones aside too where it is still too large', () => {
    const options = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`option${index}`, text(1900)]))
    const { row: small, aside } = smallRow(row({ routes: [{ ...ROUTE, options: { ...options, short: text(64), shorter: 'x' } }] }), 0)
    expect(small.routes[0]?.options).toEqual({ short: text(64), shorter: 'x' })
    expect(Object.keys(aside?.routes[0]?.options ?? {})).toEqual(Object.keys(options))
  })

  it('keeps as many places to fail over to as there is room for, the first ones', () => {
    const options = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`option${index}`, text(40)]))
    const routes = Array.from({ length: 12 }, (_, index) => ({ ...ROUTE, model: `model-${index}`, options }))
    const { row: small } = smallRow(row({ routes }), 0)
    expect(small.routes.map(({ model }) => model)).toEqual(routes.slice(0, small.routes.length).map(({ model }) => model))
    expect(small.routes.length).toBeGreaterThan(1)
    const later = 400 + 420
    expect(rowBytes(small) + later).toBeLessThanOrEqual(MOST_ROW_BYTES)
    expect(rowBytes({ ...small, routes: routes.slice(0, small.routes.length + 1) }) + later).toBeGreaterThan(MOST_ROW_BYTES)
  })

  it('has room for what each output will tell', () => {
    for (const outputs of [1, 4]) {
      expect(smallRow(filled(outputs, room(outputs)), 0).aside).toBeUndefined()
      expect(() => smallRow(filled(outputs, room(outputs) + 1), 0)).toThrow()
    }
  })

  it.each([
    ['input.webhookUrl', { webhookUrl: text(9000) }], ['input.idempotencyKey', { idempotencyKey: text(9000) }], ['input.tags', { tags: Array.from({ length: 300 }, () => text(40)) }],
    ['input.options', { routes: [{ ...ROUTE, options: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`option${index}`, text(40)])) }] }],
    ['input.input', { input: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`text${index}`, text(40)])) }],
  ] as const)('that is too large names what is: %s', (field, change) => {
    expect(() => smallRow(row(change as Partial<NewJobRow>), 0)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) as unknown }))
  })
})
