import { describe, expect, it } from 'vitest'
import { modelById, models } from '../../src/catalog/catalog.ts'
import type { Model } from '../../src/domain/model.ts'
import { liveModel } from '../../src/catalog/succession.ts'
import { ApiError } from '../../src/domain/errors.ts'

function rowOf(id: string): Model {
  const row = modelById(id)
  if (!row) throw new Error(id)
  return row
}

/** Gone for good, and made up: the catalogue has none. */
const goneFrom = (row: Model): Model => ({
  ...row,
  id: 'acme-1',
  name: 'Acme 1',
  lifecycle: { state: 'retired', since: '2026-01-01', source: 'https://example.com/goodbye' },
})

function refusalOf(model: Model): ApiError['details'] {
  try {
    liveModel(model, 'input.model')
  } catch (error) {
    if (error instanceof ApiError && error.code === 'INVALID_INPUT') return error.details
    throw error
  }
  throw new Error('it was not refused')
}

describe('a retired model', () => {
  it('is served by its living successor', () => {
    expect(liveModel(rowOf('gen-3'), 'input.model').id).toBe('gen-4')
  })

  it('without a successor is refused where it was named, and says that it was retired', () => {
    const { field, sentence } = refusalOf(goneFrom(rowOf('gen-3')))
    expect(field).toBe('input.model')
    expect(sentence).toEqual({
      en: 'Acme 1 was retired by its maker and has no successor. Choose another model.',
      hi: expect.stringMatching(/^Acme 1 को .*बंद कर दिया है/),
    })
  })

  it('without a successor names the living models of its provider', () => {
    const living = models.filter(({ provider, lifecycle }) => provider === 'runway' && lifecycle.state !== 'retired').map(({ id }) => id)
    expect(refusalOf(goneFrom(rowOf('gen-3'))).allowed).toEqual(living)
    expect(living).toContain('gen-4')
  })

  it('whose provider has none left names the living models of its type', () => {
    const { allowed = [] } = refusalOf(goneFrom({ ...rowOf('gen-3'), provider: 'flux-dev' }))
    expect(allowed).toContain('ray-2')
    expect(allowed.every((id) => rowOf(String(id)).type === 'VIDEO')).toBe(true)
    expect(allowed).not.toContain('gen-2')
  })
})
