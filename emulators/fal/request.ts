// What the endpoints behind fal's queue take; they judge it when they run it, so that a wrong input is found in the
// result, never at submission. Types of npm @fal-ai/client 1.10.1, read 2026-11-22. Unknown fields are dropped.

export type Input = Readonly<Record<string, unknown>>

export interface Complaint {
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly type: string
}

type Rule = (value: unknown) => boolean

const oneOf = (...words: readonly string[]): Rule => (value) => words.some((word) => word === value)
const whole = (from: number, to: number): Rule => (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to
const between = (from: number, to: number): Rule => (value) => typeof value === 'number' && value >= from && value <= to
const flag: Rule = (value) => typeof value === 'boolean'

const SIZES: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  square_hd: { width: 1024, height: 1024 },
  square: { width: 512, height: 512 },
  portrait_4_3: { width: 768, height: 1024 },
  portrait_16_9: { width: 576, height: 1024 },
  landscape_4_3: { width: 1024, height: 768 },
  landscape_16_9: { width: 1024, height: 576 },
}
const side = whole(32, 14_142)
const size: Rule = (value) => oneOf(...Object.keys(SIZES))(value) || (isInput(value) && side(value.width) && side(value.height))
const lora: Rule = (value) => isInput(value) && typeof value.path === 'string' && (value.scale === undefined || between(0, 4)(value.scale))

const COMMON: Readonly<Record<string, Rule>> = {
  prompt: (value) => typeof value === 'string' && value.trim() !== '',
  image_size: size,
  num_inference_steps: whole(1, 50),
  guidance_scale: between(0, 20),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  enable_safety_checker: flag,
  sync_mode: flag,
}
const KREA = { ...COMMON, num_images: whole(1, 4), output_format: oneOf('jpeg', 'png'), acceleration: oneOf('none', 'regular', 'high') }

/** By endpoint, the fields with what they may be. */
export const ENDPOINTS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  'fal-ai/flux/krea': KREA,
  'fal-ai/flux-1/krea': KREA,
  'fal-ai/fast-sdxl': {
    ...COMMON,
    num_images: whole(1, 8),
    format: oneOf('jpeg', 'png'),
    negative_prompt: (value) => typeof value === 'string',
    loras: (value) => Array.isArray(value) && value.every(lora),
  },
}

export function complaints(endpoint: string, input: Input): Complaint[] {
  const rules = Object.entries(ENDPOINTS[endpoint] ?? {})
  return rules.flatMap(([field, fits]) => {
    const value = input[field]
    if (value === undefined) return field === 'prompt' ? [{ loc: ['body', field], msg: 'Field required', type: 'missing' }] : []
    return fits(value) ? [] : [{ loc: ['body', field], msg: 'Input is not valid', type: 'value_error' }]
  })
}

/** In pixels. FLUX makes landscapes and SDXL squares where nothing is asked. */
export function sizeOf(endpoint: string, input: Input): { width: number; height: number } {
  const asked = input.image_size
  if (isInput(asked)) return { width: Number(asked.width), height: Number(asked.height) }
  const name = typeof asked === 'string' ? asked : endpoint === 'fal-ai/fast-sdxl' ? 'square_hd' : 'landscape_4_3'
  return SIZES[name] ?? { width: 1024, height: 1024 }
}

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
