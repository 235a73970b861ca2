// The oracle's prices, written by hand from the companies' price lists as the rows' documents tell them, and by the rule
// of the contract: USD times 2,000, rounded up for each output. It reads what was sent over the wire and shares nothing
// with the product, so that a mistake of the product's is not repeated here.
import type { CaseName } from './cases.ts'
import type { Company } from './protocols.ts'

/** Credits for so many units, each at so many dollars. */
const credits = (usd: number, units = 1): number => Math.ceil(Math.round(usd * units * 2000 * 1e6) / 1e6)

/** Of one submission, as its price goes by it. */
interface Sent {
  readonly path: string
  /** A value by name, wherever it stands in the body; as text. */
  readonly of: (name: string) => string
  readonly text: (name: string) => string
}

const lengthOf = (text: string): number => [...text].length

type Rates = Readonly<Record<string, number>>

/** Spoken at normal speed, of Latin letters; and of digits, which are said in words. */
const LETTERS_A_SECOND = 15
const DIGITS_A_SECOND = 2
function spokenSeconds(text: string, speed: string): number {
  const digits = text.replaceAll(/\D/g, '').length
  const seconds = (text.length - digits) / LETTERS_A_SECOND + digits / DIGITS_A_SECOND
  return Math.max(1, Math.ceil(Number((seconds / Number(speed || 1)).toFixed(6))))
}

const MINIMAX: Rates = {
  'MiniMax-Hailuo-02/6/768P': 0.28, 'MiniMax-Hailuo-02/10/768P': 0.56, 'MiniMax-Hailuo-02/6/1080P': 0.49,
  'MiniMax-Hailuo-2.3/6/768P': 0.28, 'MiniMax-Hailuo-2.3/10/768P': 0.56, 'MiniMax-Hailuo-2.3/6/1080P': 0.49,
  'MiniMax-Hailuo-2.3-Fast/6/768P': 0.19, 'MiniMax-Hailuo-2.3-Fast/10/768P': 0.32, 'MiniMax-Hailuo-2.3-Fast/6/1080P': 0.33,
}
const KLING: Rates = { 'kling-v3/std': 0.084, 'kling-v3/pro': 0.112, 'kling-v2-6/std': 0.042, 'kling-v2-6/pro': 0.07, 'kling-v2-5-turbo/std': 0.042, 'kling-v2-5-turbo/pro': 0.07 }
const KLING_TASKS: Rates = {
  'kling-3.0-turbo/720p': 0.112, 'kling-3.0-turbo/1080p': 0.14, 'kling-o1/720p': 0.084, 'kling-o1/1080p': 0.112,
  'kling-3.0/native/720p': 0.126, 'kling-3.0/native/1080p': 0.168, 'kling-3.0/off/720p': 0.084, 'kling-3.0/off/1080p': 0.112,
  'kling-3.0-omni/native/720p': 0.126, 'kling-3.0-omni/native/1080p': 0.168, 'kling-3.0-omni/off/720p': 0.084, 'kling-3.0-omni/off/1080p': 0.112,
}
const RUNWAY: Rates = { 'gen4.5': 0.12, 'gen4_turbo': 0.05 }
const LUMA: Rates = {
  'ray-2/540p': 0.0796, 'ray-2/720p': 0.1416, 'ray-2/1080p': 0.3185, 'ray-2/4k': 1.274,
  'ray-flash-2/540p': 0.0274, 'ray-flash-2/720p': 0.0487, 'ray-flash-2/1080p': 0.1095, 'ray-flash-2/4k': 0.438,
}
/** In credits: these are published so. */
const BFL: Rates = { 'flux-dev': 50, 'flux-pro-1.1': 250, 'flux-pro-1.1-ultra': 200, 'flux-kontext-pro': 80, 'flux-kontext-max': 160 }
const ELEVENLABS: Rates = { eleven_v3: 0.0001, eleven_multilingual_v2: 0.0001, eleven_flash_v2_5: 0.00005, eleven_turbo_v2_5: 0.00005 }
/** By the default look, a photo. */
const HEYGEN: Rates = { avatar_iv: 0.05, avatar_v: 0.0667, avatar_iii: 0.0167, image: 0.05 }
const VEO: Rates = {
  'veo-3.1-generate-001/720p': 0.4, 'veo-3.1-generate-001/1080p': 0.4, 'veo-3.1-generate-001/4k': 0.6,
  'veo-3.1-fast-generate-001/720p': 0.1, 'veo-3.1-fast-generate-001/1080p': 0.12, 'veo-3.1-fast-generate-001/4k': 0.3,
  'veo-3.1-lite-generate-001/720p': 0.05, 'veo-3.1-lite-generate-001/1080p': 0.08,
}
const OMNI: Rates = { 'gemini-omni-1.1-flash/720p': 0.1, 'gemini-omni-1.1-flash/1080p': 0.15 }
const IMAGEN: Rates = { 'gemini-3-pro-image/1K': 0.134, 'gemini-nano-banana-2.1/1K': 0.0336, 'gemini-nano-banana-2.1/2K': 0.0504 }
const GOOGLE_TTS: Rates = { 'Chirp3-HD': 0.00003, 'Neural2': 0.000016, 'Wavenet': 0.000004, 'Standard': 0.000004 }
const ARK: Rates = {
  'dreamina-seedance-2-0-260128/480p': 0.0704, 'dreamina-seedance-2-0-260128/720p': 0.1512, 'dreamina-seedance-2-0-260128/1080p': 0.3743,
  'dreamina-seedance-2-0-fast-260128/480p': 0.0563, 'dreamina-seedance-2-0-fast-260128/720p': 0.121,
}
const DASHSCOPE: Rates = { 'wan2.2-t2v-plus/480': 0.02, 'wan2.2-t2v-plus/1080': 0.1, 'wan2.6-t2v/720': 0.1, 'wan2.6-t2v/1080': 0.15 }
const VIDU: Rates = {
  'viduq3-pro/540p': 0.045, 'viduq3-pro/720p': 0.1, 'viduq3-pro/1080p': 0.12,
  'viduq3-turbo/540p': 0.035, 'viduq3-turbo/720p': 0.055, 'viduq3-turbo/1080p': 0.065,
}
/** The first second, and each one more. */
const VIDU_BY_LENGTH: Readonly<Record<string, readonly [first: number, more: number]>> = {
  'viduq2/540p': [0.05, 0.01], 'viduq2/720p': [0.075, 0.025], 'viduq2/1080p': [0.1, 0.05],
}
const STABILITY: Rates = { 'generate/ultra': 0.08, 'generate/core': 0.03, 'sd3.5-large': 0.065, 'sd3.5-large-turbo': 0.04, 'sd3.5-medium': 0.035, 'sd3.5-flash': 0.025 }
const HEDRA: Rates = { 'hedra-character-3': 0.06 }
/** What of the recordings that callers give is to be spoken. */
const RECORDED_SECONDS = 5

/** Not a number: there is no such price. */
const rate = (rates: Rates, ...names: readonly string[]): number => rates[names.join('/')] ?? Number.NaN

/** For one submission; undefined where it is a part of another one's price. */
const PRICES = {
  minimax: ({ of }) => credits(rate(MINIMAX, of('model'), of('duration'), of('resolution'))),
  'minimax-image': ({ of }) => credits(0.0035) * Number(of('n')),
  kling: ({ of }) => credits(rate(KLING, of('model_name'), of('mode')), Number(of('duration'))),
  'kling-tasks': ({ path, of }) => credits(rate(KLING_TASKS, ...[path.split('/').at(-1) ?? '', of('audio'), of('resolution')].filter(Boolean)), Number(of('duration'))),
  runway: ({ of }) => credits(rate(RUNWAY, of('model')), Number(of('duration'))),
  luma: ({ of }) => credits(rate(LUMA, of('model'), of('resolution')), Number.parseInt(of('duration'), 10)),
  bfl: ({ path }) => rate(BFL, path.split('/').at(-1) ?? ''),
  elevenlabs: ({ of, text }) => credits(rate(ELEVENLABS, of('model_id')), lengthOf(text('text'))),
  heygen: ({ of, text }) => {
    const engine = of('type') === 'image' ? 'image' : /avatar_\w+/.exec(of('engine'))?.[0] ?? ''
    return credits(rate(HEYGEN, engine), spokenSeconds(text('script'), of('speed')))
  },
  veo: ({ path, of }) => credits(rate(VEO, /models\/([\w.-]+)/.exec(path)?.[1] ?? '', of('resolution')), Number(of('durationSeconds'))),
  'gemini-omni': ({ of }) => credits(rate(OMNI, of('model'), of('resolution')), Number.parseInt(of('duration'), 10)),
  imagen: ({ path, of }) => credits(rate(IMAGEN, /models\/([\w.-]+)/.exec(path)?.[1] ?? '', of('imageSize'))),
  'google-tts': ({ of, text }) => credits(rate(GOOGLE_TTS, /Chirp3-HD|Neural2|Wavenet|Standard/.exec(of('name'))?.[0] ?? ''), lengthOf(text('text'))),
  ark: ({ of }) => credits(rate(ARK, of('model'), of('resolution')), Number(of('duration'))),
  dashscope: ({ of }) => credits(rate(DASHSCOPE, of('model'), of('size').includes('1080') ? '1080' : of('size').includes('720') ? '720' : '480'), Number(of('duration') || 5)),
  vidu: ({ of }) => {
    const seconds = Number(of('duration'))
    const [first, more] = VIDU_BY_LENGTH[`${of('model')}/${of('resolution')}`] ?? []
    return first === undefined || more === undefined ? credits(rate(VIDU, of('model'), of('resolution')), seconds) : credits(first + more * (seconds - 1))
  },
  stability: ({ path, of }) => credits(rate(STABILITY, of('model') || path.split('/').slice(-2).join('/'))),
  // By the whole megapixel, begun ones included; but a little over a megapixel is still one.
  fal: ({ path, of }) => (path.includes('krea') ? credits(0.025, Math.round((Number(of('width')) * Number(of('height'))) / 1e6) || 1) : credits(0.005)) * Number(of('num_images')),
  // A script is spoken first, and that is what is paid by; the video made of it has no price of its own.
  hedra: ({ path, of, text }) => {
    const model = path.split('/').at(-1) ?? ''
    if (model === 'hedra-avatar') return undefined
    return model === 'elevenlabs-v3' ? credits(0.065, spokenSeconds(text('text'), of('speed'))) : credits(rate(HEDRA, model), RECORDED_SECONDS)
  },
} as const satisfies Readonly<Record<Company, (sent: Sent) => number | undefined>>

/** @param request `POST /folder/path` @param body as in wire.ts: JSON, or a form's fields in lines */
export function priceOf(company: Company, request: string, body: string): number | undefined {
  const find = (name: string): string =>
    new RegExp(`"${name}":(?:"((?:[^"\\\\]|\\\\.)*)"|\\{([^}]*)\\}|([\\w.-]+))`).exec(body)?.slice(1).find((one) => one !== undefined) ??
    new RegExp(`^${name}: (.*)$`, 'm').exec(body)?.[1] ?? ''
  const path = request.replace(/^\w+ /, '').replace(/\?.*$/, '')
  return PRICES[company]({ path, of: find, text: (name) => JSON.parse(`"${find(name)}"`) as string })
}

/**
 * Of a provider of two companies, what its other model costs: where all circuits are open one request tries each company, and whoever
 * comes meanwhile is served by the other one, and told so.
 */
export const BESIDE_A_TRIAL: Readonly<Partial<Record<CaseName, number>>> = { 'stable-diffusion': 10 }

/** What a case costs by these prices, for its text; a choice of the service's own, or between two doors of Kling's, has no one price. */
export const ASKED: Readonly<Partial<Record<CaseName, (text: string) => number>>> = {
  'elevenlabs': (text) => credits(0.0001, lengthOf(text)),
  'a long speech': (text) => credits(0.0001, lengthOf(text)),
  'luma': () => 1416,
  'kling by tasks': () => 1120,
  'vidu': () => 1600,
  'heygen': (text) => credits(0.05, spokenSeconds(text, '')),
  'hedra': (text) => credits(0.065, spokenSeconds(text, '')),
  'hedra by a recording': () => 600,
  'minimax': () => 560,
  'runway': () => 1200,
  'veo': () => 6400,
  'veo by a picture': () => 6400,
  'veo by a missing picture': () => 6400,
  'veo by a picture of a host that is down': () => 6400,
  'gemini-omni': () => 1600,
  'seedance': () => 1512,
  'wan': () => 1000,
  'flux-dev': () => 50,
  'flux-krea': () => 100,
  'minimax-image': () => 14,
  'imagen': () => 536,
  'stable-diffusion': () => 160,
  'stable-diffusion by a picture': () => 160,
  'google-tts': (text) => credits(0.00003, lengthOf(text)),
  'a cloned voice': (text) => credits(0.0001, lengthOf(text)),
}
