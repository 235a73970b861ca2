// What Stability's emulator does besides what the adapter asks of it.
import { describe, expect, it } from 'vitest'
import { memoryDesk } from '../../emulators/desk.ts'
import { STABILITY_EMULATOR_KEY, stabilityEmulator } from '../../emulators/stability/twin.ts'

describe('the emulator of Stability', () => {
  const { fetch, origin } = memoryDesk(stabilityEmulator, { nowMs: 0 })
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${origin}/v2beta/stable-image/generate/core`, { method: 'POST', body, headers: { authorization: `Bearer ${STABILITY_EMULATOR_KEY}`, ...headers } })

  it('refuses JSON', async () => {
    expect((await post('{"prompt":"A lake"}', { 'content-type': 'application/json' })).status).toBe(400)
  })

  it('answers base64 where JSON is asked for', async () => {
    const form = new FormData()
    form.set('prompt', 'A lake')
    form.set('seed', '7')
    const answer = await post(form, { accept: 'application/json' })
    expect(answer.headers.get('content-type')).toBe('application/json; type=image/png')
    expect(await answer.json()).toMatchObject({ image: expect.stringMatching(/^iVBOR/), finish_reason: 'SUCCESS', seed: 7 })
  })
})
