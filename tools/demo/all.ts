// `npm run demo -- --all`: one generation of every published provider, each with the least that it needs.
import { readFileSync } from 'node:fs'
import { PROVIDER_IDS, type ProviderId } from '../../src/domain/model.ts'
import type { DemoInput } from './generation.ts'

function dataUrl(file: string, mediaType: string): string {
  return `data:${mediaType};base64,${readFileSync(new URL(file, import.meta.url)).toString('base64')}`
}

const IMAGES = new Set<ProviderId>([
  'imagen', 'flux-dev', 'flux-pro', 'flux-pro-1.1', 'flux-ultra', 'flux-kontext', 'flux-krea', 'minimax-image', 'stable-diffusion',
])

/** What is not just a text: files are sent as data URLs, since nothing here may depend on the network. */
const SPECIAL: Partial<Record<ProviderId, () => DemoInput>> = {
  hedra: () => ({
    type: 'AVATAR',
    input: { image: dataUrl('portrait.jpg', 'image/jpeg'), audio: dataUrl('../../static/test-media/speech-en.mp3.bin', 'audio/mpeg') },
  }),
  heygen: () => ({ type: 'AVATAR', input: { text: 'Hello, I am your assistant' } }),
  elevenlabs: () => ({ type: 'AUDIO', input: { text: 'नमस्ते, मैं आपकी आवाज़ हूँ' } }),
  'google-tts': () => ({ type: 'AUDIO', input: { text: '<speak>नमस्ते <break time="300ms"/> दुनिया</speak>' } }),
}

export function inputsOfAllProviders(): readonly DemoInput[] {
  return PROVIDER_IDS.map((provider) => {
    const type = IMAGES.has(provider) ? 'IMAGE' : 'VIDEO'
    const input = SPECIAL[provider]?.() ?? { type, input: { text: 'A lotus opens at dawn over still water' } }
    return { ...input, provider }
  })
}
