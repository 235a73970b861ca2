// What the product lines are called, and by which company they are made: apart from what is told of them, which is more than most need.
import { PROVIDER_IDS } from '../domain/model.ts'
import type { ProviderId } from '../domain/model.ts'

export const PROVIDER_NAMES: Readonly<Record<ProviderId, { readonly name: string; readonly company: string }>> = {
  kling: { name: 'Kling', company: 'Kuaishou Technology' },
  minimax: { name: 'MiniMax Hailuo', company: 'MiniMax' },
  'veo-3': { name: 'Veo 3', company: 'Google DeepMind' },
  runway: { name: 'Runway', company: 'Runway ML' },
  luma: { name: 'Luma Dream Machine', company: 'Luma AI' },
  seedance: { name: 'Seedance', company: 'ByteDance' },
  wan: { name: 'Wan', company: 'Alibaba' },
  vidu: { name: 'Vidu', company: 'Shengshu Technology' },
  imagen: { name: 'Google Imagen', company: 'Google' },
  'flux-dev': { name: 'FLUX.1 [dev]', company: 'Black Forest Labs' },
  'flux-pro': { name: 'FLUX.1 [pro]', company: 'Black Forest Labs' },
  'flux-pro-1.1': { name: 'FLUX 1.1 [pro]', company: 'Black Forest Labs' },
  'flux-ultra': { name: 'FLUX 1.1 [pro] Ultra', company: 'Black Forest Labs' },
  'flux-kontext': { name: 'FLUX.1 Kontext', company: 'Black Forest Labs' },
  'flux-krea': { name: 'FLUX.1 Krea', company: 'Krea AI' },
  'minimax-image': { name: 'MiniMax Image', company: 'MiniMax' },
  'stable-diffusion': { name: 'Stable Diffusion', company: 'Stability AI' },
  hedra: { name: 'Hedra', company: 'Hedra AI' },
  heygen: { name: 'HeyGen', company: 'HeyGen' },
  elevenlabs: { name: 'ElevenLabs', company: 'ElevenLabs' },
  'google-tts': { name: 'Google Text-to-Speech', company: 'Google Cloud' },
}

export const providerName = (id: ProviderId): string => PROVIDER_NAMES[id].name

/** The company behind a provider. */
export const companyOf = (id: ProviderId): string => PROVIDER_NAMES[id].company

/** Undefined: there is none of that id. */
export function nameOfProvider(id: string): string | undefined {
  const known = PROVIDER_IDS.find((one) => one === id)
  return known && providerName(known)
}
