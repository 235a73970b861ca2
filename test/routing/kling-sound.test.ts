// Kling with sound, by the choice of models: only where its API key is set, and told where it is not.
import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import { KLING_EMULATOR_ACCESS_KEY, KLING_EMULATOR_SECRET_KEY } from '../../emulators/kling/auth.ts'

const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { model credits: creditCost adjustments { option requested served } } }'
const PAIR = { KLING_API_KEY: '', KLING_ACCESS_KEY: KLING_EMULATOR_ACCESS_KEY, KLING_SECRET_KEY: KLING_EMULATOR_SECRET_KEY }

async function quoted(options: object, settings: Readonly<Record<string, string>> = {}, input: object = { text: 'A lake' }) {
  const world = await createWorld({ settings })
  return (await world.ask(QUOTE, { input: { type: 'VIDEO', provider: 'kling', input, options } }))['quote']
}

describe('Kling', () => {
  it('is silent Kling 3.0 where nothing is said of sound', async () => {
    expect(await quoted({})).toEqual({ model: 'kling-v3', credits: 840, adjustments: [] })
  })

  it('with sound is the row that has it, at its price', async () => {
    expect(await quoted({ sound: true })).toEqual({ model: 'kling-v3-sound', credits: 1260, adjustments: [] })
    expect(await quoted({ sound: true, resolution: '1080p' })).toMatchObject({ model: 'kling-v3-sound', credits: 1680 })
  })

  it('by a key pair alone is still served, and tells that there is no sound', async () => {
    expect(await quoted({ sound: true }, PAIR)).toEqual({ model: 'kling-v3', credits: 840, adjustments: [{ option: 'sound', requested: true, served: null }] })
  })

  it('with a negative text is a model that takes one, and tells that there is no sound', async () => {
    const answer = await quoted({ sound: true }, {}, { text: 'A lake', negativeText: 'fog' })
    expect(answer).toMatchObject({ model: 'kling-v3', adjustments: [{ option: 'sound', served: null }] })
  })
})
