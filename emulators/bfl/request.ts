// What BFL finds wrong with the body of a submission: the fields of each route as in https://api.bfl.ai/openapi.json of
// 2026-05-01. Fields a route does not know are dropped without a word.

export type Fields = Readonly<Record<string, unknown>>

type Rule =
  | { readonly kind: 'text' | 'bool' | 'ratio' | 'image' | 'url' | 'seed' }
  | { readonly kind: 'int' | 'number'; readonly min: number; readonly max: number; readonly multipleOf?: number }
  | { readonly kind: 'choice'; readonly allowed: readonly string[] }

interface Route {
  readonly required: readonly string[]
  readonly fields: Readonly<Record<string, Rule>>
  /** What one image costs, in cents. */
  readonly cost: number
  readonly defaults: Fields
}

const COMMON: Readonly<Record<string, Rule>> = {
  prompt: { kind: 'text' },
  seed: { kind: 'seed' },
  output_format: { kind: 'choice', allowed: ['jpeg', 'png'] },
  prompt_upsampling: { kind: 'bool' },
  safety_tolerance: { kind: 'int', min: 0, max: 6 },
  webhook_url: { kind: 'url' },
  webhook_secret: { kind: 'text' },
}
const SIDE: Rule = { kind: 'int', min: 256, max: 1440, multipleOf: 32 }
const SIZED = { ...COMMON, image_prompt: { kind: 'image' }, width: SIDE, height: SIDE } as const satisfies Route['fields']
const KONTEXT = {
  ...COMMON,
  input_image: { kind: 'image' },
  input_image_2: { kind: 'image' },
  input_image_3: { kind: 'image' },
  input_image_4: { kind: 'image' },
  aspect_ratio: { kind: 'ratio' },
} as const satisfies Route['fields']
const SIZED_DEFAULTS = { prompt: '', width: 1024, height: 768, output_format: 'jpeg' }

/** By path. FLUX.1 [pro] is not among them any more. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'flux-dev': {
    required: [],
    fields: { ...SIZED, steps: { kind: 'int', min: 1, max: 50 }, guidance: { kind: 'number', min: 1.5, max: 5 } },
    cost: 2.5,
    defaults: SIZED_DEFAULTS,
  },
  'flux-pro-1.1': { required: [], fields: SIZED, cost: 4, defaults: SIZED_DEFAULTS },
  'flux-pro-1.1-ultra': {
    required: [],
    fields: {
      ...COMMON,
      aspect_ratio: { kind: 'ratio' },
      raw: { kind: 'bool' },
      image_prompt: { kind: 'image' },
      image_prompt_strength: { kind: 'number', min: 0, max: 1 },
    },
    cost: 6,
    defaults: { prompt: '', aspect_ratio: '16:9', output_format: 'jpeg' },
  },
  'flux-kontext-pro': { required: ['prompt'], fields: KONTEXT, cost: 4, defaults: { output_format: 'png' } },
  'flux-kontext-max': { required: ['prompt'], fields: KONTEXT, cost: 8, defaults: { output_format: 'png' } },
}

export interface Complaint {
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly type: string
}

export function complaints(route: Route, body: Fields): Complaint[] {
  const missing = route.required.filter((name) => body[name] === undefined).map((name) => complaint(name, 'missing', 'Field required'))
  const wrong = Object.entries(route.fields).flatMap(([name, rule]) => {
    const fault = body[name] === undefined ? undefined : faultOf(rule, body[name])
    return fault ? [complaint(name, ...fault)] : []
  })
  return [...missing, ...wrong]
}

function complaint(name: string, type: string, msg: string): Complaint {
  return { loc: ['body', name], msg, type }
}

type Fault = readonly [type: string, msg: string]

function faultOf(rule: Rule, value: unknown): Fault | undefined {
  const nullable = rule.kind === 'seed' || rule.kind === 'image' || rule.kind === 'ratio' || rule.kind === 'url'
  if (value === null && nullable) return undefined
  switch (rule.kind) {
    case 'bool':
      return typeof value === 'boolean' ? undefined : ['bool_type', 'Input should be a valid boolean']
    case 'seed':
      return Number.isInteger(value) ? undefined : ['int_type', 'Input should be a valid integer']
    case 'int':
    case 'number':
      return numberFault(rule, value)
    case 'choice':
      if (rule.allowed.some((word) => word === value)) return undefined
      return ['enum', `Input should be ${rule.allowed.map((word) => `'${word}'`).join(' or ')}`]
    default:
      return typeof value === 'string' ? textFault(rule.kind, value) : ['string_type', 'Input should be a valid string']
  }
}

function numberFault(rule: Extract<Rule, { min: number }>, value: unknown): Fault | undefined {
  if (typeof value !== 'number') return [`${rule.kind}_type`, `Input should be a valid ${rule.kind === 'int' ? 'integer' : 'number'}`]
  if (rule.kind === 'int' && !Number.isInteger(value)) {
    return ['int_from_float', 'Input should be a valid integer, got a number with a fractional part']
  }
  if (value < rule.min) return ['greater_than_equal', `Input should be greater than or equal to ${rule.min}`]
  if (value > rule.max) return ['less_than_equal', `Input should be less than or equal to ${rule.max}`]
  return value % (rule.multipleOf ?? 1) === 0 || !rule.multipleOf ? undefined : ['multiple_of', `Input should be a multiple of ${rule.multipleOf}`]
}

function textFault(kind: 'text' | 'ratio' | 'image' | 'url', value: string): Fault | undefined {
  if (kind === 'ratio' && !ratioOf(value)) return ['value_error', 'Value error, aspect ratio must be between 21:9 and 9:21']
  if (kind === 'image' && !isImage(value)) return ['value_error', 'Value error, image must be base64 or a URL']
  if (kind === 'url' && !URL.canParse(value)) return ['url_parsing', 'Input should be a valid URL']
  return undefined
}

/** Base64 without a `data:` prefix, or a URL. */
function isImage(value: string): boolean {
  return /^https?:\/\//.test(value) ? URL.canParse(value) : /^[A-Za-z0-9+/]+={0,2}$/.test(value)
}

/** Width by height of "W:H", or nothing when it is none or too long a side. */
export function ratioOf(value: string): number | undefined {
  const [, width, height] = /^(\d+):(\d+)$/.exec(value) ?? []
  const ratio = Number(width) / Number(height)
  return ratio >= 9 / 21 && ratio <= 21 / 9 ? ratio : undefined
}
