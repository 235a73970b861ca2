import { expect, it } from 'vitest'
import { viewGeneration } from '../../src/jobs/generation.ts'
import { selectJob } from '../../src/store/jobs.ts'
import { MOST_PAYLOAD_BYTES, payloadOf } from '../../src/webhooks/payload.ts'
import { GENERATE, createWorld } from '../world.ts'

const AT = '2026-11-22T09:30:00.000Z'
const adjustmentOf = (requested: string) => ({ option: 'style', requested, served: null, reason: 'No model takes it.' })

it('a webhook is 20 KB at most, whatever the caller sent', async () => {
  const world = await createWorld()
  const { generate } = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
  const [jobs] = await world.services.database.batch([selectJob(world.services.database, { accountId: world.accountId, id: generate.id })])
  if (!jobs[0]) throw new Error('no job')
  const data = await viewGeneration(world.services, jobs[0], 'en')

  const small = { ...data, adjustments: [adjustmentOf('x'.repeat(5000))] }
  expect(JSON.parse(payloadOf('generation.completed', AT, small))).toMatchObject({ type: 'generation.completed', timestamp: AT, data: { id: data.id, adjustments: small.adjustments } })

  const devanagari = { ...data, adjustments: [adjustmentOf('क'.repeat(10_000)), adjustmentOf('x')] }
  const body = payloadOf('generation.completed', AT, devanagari)
  expect(new TextEncoder().encode(body).byteLength).toBeLessThan(MOST_PAYLOAD_BYTES)
  expect(MOST_PAYLOAD_BYTES).toBe(20_000)
  expect(JSON.parse(body)).toMatchObject({ data: { id: data.id, adjustments: [{ requested: `${'क'.repeat(200)}…` }, { requested: 'x' }] } })

  const many = { ...data, adjustments: Array.from({ length: 1000 }, () => adjustmentOf('😀'.repeat(200))) }
  expect(JSON.parse(payloadOf('generation.completed', AT, many))).toMatchObject({ data: { id: data.id, adjustments: [] } })
})
