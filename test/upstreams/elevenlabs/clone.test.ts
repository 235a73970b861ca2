// Cloning a voice: added, used once, deleted, whatever came of the speech.
import { describe, expect, it } from 'vitest'
import { speech } from '../../../emulators/media.ts'
import { toBase64 } from '../../../src/domain/base64.ts'
import { GENERATE, READ, createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

const sample = `data:audio/wav;base64,${toBase64(speech('wav').bytes)}`
const clone = (text: string, audio = sample) => ({ type: 'AUDIO', provider: 'elevenlabs', model: 'eleven-voice-clone', input: { text, audio } })

function listening() {
  const sent: string[] = []
  const world = createWorld({
    network: (url, init) => {
      if (url.includes('/elevenlabs/')) sent.push(`${init.method} ${new URL(url).pathname.replace(/[0-9a-f]{20}/, 'VOICE')}`)
      return undefined
    },
  })
  return { sent, world }
}

async function make(world: World, input: Record<string, unknown>) {
  const { generate } = await world.ask(GENERATE, { input })
  await world.run(30)
  return (await world.ask(READ, { id: generate.id }))['generation']
}

describe('a voice from a sample', () => {
  it('speaks, and is deleted when it has spoken', async () => {
    const { sent, world } = listening()
    expect(await make(await world, clone('Hello in my own voice'))).toMatchObject({ status: 'COMPLETED', metadata: { format: 'mp3' } })
    expect(sent).toEqual([
      'POST /emulators/elevenlabs/v1/voices/add',
      'POST /emulators/elevenlabs/v1/text-to-speech/VOICE',
      'DELETE /emulators/elevenlabs/v1/voices/VOICE',
    ])
  })

  it('is deleted also when the speech was refused', async () => {
    const { sent, world } = listening()
    expect(await make(await world, clone('Hello [[moderated]]'))).toMatchObject({ status: 'FAILED', error: { reason: 'MODERATED' } })
    expect(sent.at(-1)).toBe('DELETE /emulators/elevenlabs/v1/voices/VOICE')
    expect(await (await world).balance()).toBe(1_000_000)
  })

  it('is taken by itself when a sample is given, and needs one', async () => {
    const { world } = listening()
    const { quote } = await (await world).ask('query ($input: GenerateInput!) { quote(input: $input) { model } }', {
      input: { ...clone('Hello'), model: null },
    })
    expect(quote.model).toBe('eleven-voice-clone')
    const reply = await (await world).post({ query: GENERATE, variables: { input: { ...clone('Hello'), input: { text: 'Hello' } } } })
    expect(reply.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'input.input.audio' })
  })

  it('from a sample that is not there is refused, and refunded', async () => {
    const { sent, world } = listening()
    const generation = await make(await world, clone('Hello', 'https://example.com/gone.mp3'))
    expect(generation).toMatchObject({ status: 'FAILED', error: { code: 'INVALID_INPUT' } })
    expect(sent).toEqual([])
  })
})
