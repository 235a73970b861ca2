// What simulated clients ask for, as data: every upstream by name, and the service's own choice among them all.
import { HEDRA_EMULATOR_VOICE } from '../../emulators/hedra/request.ts'

/** The caller's own files, for upstreams that take no address: the service fetches these first. */
export const CALLERS_FILES = 'https://files.example.com/'
const PICTURE = `${CALLERS_FILES}portrait.png`
const RECORDING = `${CALLERS_FILES}voice.mp3`
/** 512 by 512. */
export const INLINE_PICTURE = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAgAAAAIACAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='

export interface Case {
  /** How often it is drawn, beside the others. */
  readonly weight: number
  /** Of GenerateInput, all but the text. */
  readonly asks: { readonly type: 'VIDEO' | 'IMAGE' | 'AUDIO' | 'AVATAR'; readonly [name: string]: unknown }
  /** What the text goes on with. */
  readonly more?: string
  /** Of ContentInput, beside the text. */
  readonly with?: Readonly<Record<string, string>>
  /** May be served at once. An upstream that hangs is a time-out then, and those are the schedule's to make. */
  readonly atOnce?: true
  /** Nothing can come of it, by the caller's own fault. */
  readonly isDoomed?: true
  /** How many images it asks for, where content rules may hold back one of them. */
  readonly images?: number
}

/** The simplest first: failures shrink towards it. Heavy are those that can be asked by an id of ours, and those that work for long. */
export const CASES = {
  'elevenlabs': { weight: 3, asks: { type: 'AUDIO', provider: 'elevenlabs' }, atOnce: true },
  'a long speech': { weight: 1, asks: { type: 'AUDIO', provider: 'elevenlabs' }, more: ' and so on'.repeat(250), atOnce: true },
  'luma': { weight: 10, asks: { type: 'VIDEO', provider: 'luma' } },
  'kling': { weight: 5, asks: { type: 'VIDEO', provider: 'kling' } },
  'kling by a picture': { weight: 1, asks: { type: 'VIDEO', provider: 'kling' }, with: { image: PICTURE } },
  'kling by tasks': { weight: 3, asks: { type: 'VIDEO', provider: 'kling', model: 'kling-v3-turbo' } },
  'vidu': { weight: 9, asks: { type: 'VIDEO', provider: 'vidu' } },
  'heygen': { weight: 5, asks: { type: 'AVATAR', provider: 'heygen' } },
  'hedra': { weight: 6, asks: { type: 'AVATAR', provider: 'hedra' }, with: { image: INLINE_PICTURE, voice: HEDRA_EMULATOR_VOICE } },
  'hedra by a recording': { weight: 1, asks: { type: 'AVATAR', provider: 'hedra', options: { duration: 5 } }, with: { image: PICTURE, audio: RECORDING } },
  'minimax': { weight: 2, asks: { type: 'VIDEO', provider: 'minimax' } },
  'runway': { weight: 3, asks: { type: 'VIDEO', provider: 'runway' } },
  'veo': { weight: 3, asks: { type: 'VIDEO', provider: 'veo-3', model: 'veo-3.1' } },
  'veo by a picture': { weight: 1, asks: { type: 'VIDEO', provider: 'veo-3', model: 'veo-3.1' }, with: { image: PICTURE } },
  'veo by a missing picture': { weight: 1, asks: { type: 'VIDEO', provider: 'veo-3', model: 'veo-3.1' }, with: { image: `${CALLERS_FILES}missing.png` }, isDoomed: true },
  'veo by a picture of a host that is down': { weight: 1, asks: { type: 'VIDEO', provider: 'veo-3', model: 'veo-3.1' }, with: { image: `${CALLERS_FILES}down.png` }, isDoomed: true },
  'gemini-omni': { weight: 2, asks: { type: 'VIDEO', provider: 'veo-3' } },
  'seedance': { weight: 2, asks: { type: 'VIDEO', provider: 'seedance' } },
  'wan': { weight: 2, asks: { type: 'VIDEO', provider: 'wan' } },
  'flux-dev': { weight: 2, asks: { type: 'IMAGE', provider: 'flux-dev' } },
  'flux-krea': { weight: 2, asks: { type: 'IMAGE', provider: 'flux-krea' } },
  'minimax-image': { weight: 3, asks: { type: 'IMAGE', provider: 'minimax-image', options: { n: 2 } }, atOnce: true, images: 2 },
  'imagen': { weight: 3, asks: { type: 'IMAGE', provider: 'imagen', options: { n: 2, seed: 7 } }, atOnce: true, images: 2 },
  'stable-diffusion': { weight: 1, asks: { type: 'IMAGE', provider: 'stable-diffusion' }, atOnce: true },
  'stable-diffusion by a picture': { weight: 1, asks: { type: 'IMAGE', provider: 'stable-diffusion', options: { strength: 0.5 } }, with: { image: PICTURE }, atOnce: true },
  'google-tts': { weight: 2, asks: { type: 'AUDIO', provider: 'google-tts' }, atOnce: true },
  'a cloned voice': { weight: 1, asks: { type: 'AUDIO', provider: 'elevenlabs', model: 'eleven-voice-clone' }, with: { audio: RECORDING }, atOnce: true },
  'the best video': { weight: 5, asks: { type: 'VIDEO', priority: 'QUALITY' } },
  'the cheapest video': { weight: 2, asks: { type: 'VIDEO', priority: 'COST' } },
  'the fastest video': { weight: 2, asks: { type: 'VIDEO', priority: 'SPEED' } },
  'the best image': { weight: 1, asks: { type: 'IMAGE', priority: 'QUALITY' }, atOnce: true },
  'the cheapest image': { weight: 1, asks: { type: 'IMAGE', priority: 'COST' }, atOnce: true },
  'the best speech': { weight: 1, asks: { type: 'AUDIO', priority: 'QUALITY' }, atOnce: true },
  'the best avatar': { weight: 1, asks: { type: 'AVATAR', priority: 'QUALITY' }, with: { image: INLINE_PICTURE, voice: HEDRA_EMULATOR_VOICE } },
} as const satisfies Readonly<Record<string, Case>>

export type CaseName = keyof typeof CASES

/** Those whose picture may be a file that was sent beforehand: the company fetches it, or it is sent to it in one of three forms. */
export const PICTURED = ['kling by a picture', 'hedra', 'veo by a picture', 'stable-diffusion by a picture'] as const satisfies readonly CaseName[]
export const CASE_NAMES = Object.keys(CASES) as CaseName[]
export const caseOf = (name: CaseName): Case => CASES[name]
