// The main job, end to end: a request, a job, an upstream, stored media, and the charge.
import { describe, expect, it } from 'vitest'
import samples from '../../tools/demo/inputs.json'
import { GENERATE, READ, createWorld } from '../world.ts'

describe('each of the six published requests', () => {
  for (const { title, variables } of samples) {
    it(`${title}: ends with media of its type, charged once`, async () => {
      const world = await createWorld()
      const { generate } = await world.ask(GENERATE, variables)
      expect(generate).toMatchObject({ status: 'QUEUED', type: variables.input.type, url: null, error: null })
      expect(generate.creditCost).toBeGreaterThan(0)
      await world.run(120)
      const { generation } = await world.ask(READ, { id: generate.id })
      expect(generation).toMatchObject({ status: 'COMPLETED', progress: 100, error: null, refundedCredits: 0, attempts: 1 })
      const kind = { VIDEO: 'video/', AVATAR: 'video/', IMAGE: 'image/', AUDIO: 'audio/' }[variables.input.type]
      expect(generation.outputs[0].metadata.contentType).toMatch(new RegExp(`^${kind}`))
      const media = await world.fetchApp(new URL(generation.url).pathname + new URL(generation.url).search)
      expect(media.status).toBe(200)
      expect((await media.arrayBuffer()).byteLength).toBe(generation.outputs[0].metadata.bytes)
      expect(await world.balance()).toBe(1_000_000 - generate.creditCost)
    })
  }
})
