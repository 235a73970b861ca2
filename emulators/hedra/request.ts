// What Hedra v3 finds wrong with the input of a job: closed schemas, so that an unknown field is an error too. The
// OpenAPI document (github.com/hedra-labs/hedra-cli, 2026-08-21) and github.com/hedra-labs/hedra-node, read 2026-11-22.

export type Fields = Readonly<Record<string, unknown>>

export interface FieldError {
  readonly field: string
  readonly message: string
  readonly reason: string
}

/** The library's voice of the tests. */
export const HEDRA_EMULATOR_VOICE = 'voice_0b5c7d2e-1f3a-4b6c-8d9e-0a1b2c3d4e5f'

type Rule = (value: unknown) => string | undefined
interface Schema {
  readonly required: Readonly<Record<string, Rule>>
  readonly optional: Readonly<Record<string, Rule>>
}

const oneOf = (...words: readonly string[]): Rule => (value) => (words.some((word) => word === value) ? undefined : 'enum')
const text = (mostCharacters: number): Rule => (value) =>
  typeof value === 'string' && value !== '' && Array.from(value).length <= mostCharacters ? undefined : 'length'
const between = (from: number, to: number): Rule => (value) => (typeof value === 'number' && value >= from && value <= to ? undefined : 'range')
const media: Rule = (value) => {
  if (!isFields(value)) return 'type'
  const key = value.source === 'url' ? 'url' : 'asset_id'
  return (value.source === 'url' || value.source === 'asset') && typeof value[key] === 'string' && Object.keys(value).length === 2 ? undefined : 'type'
}

const avatar: Schema = {
  required: {
    prompt: text(10_000),
    aspect_ratio: oneOf('1:1', '4:3', '3:4', '16:9', '9:16', '9:21', '21:9'),
    resolution: oneOf('540p', '720p', '1080p'),
    start_image: media,
    audio: media,
  },
  optional: { duration_ms: between(500, 600_000), num_outputs: between(1, 1) },
}

export const MODELS: Readonly<Record<string, Schema>> = {
  'hedra-character-3': avatar,
  'hedra-avatar': avatar,
  'elevenlabs-v3': {
    required: { text: text(5000), voice_id: text(60) },
    optional: { stability: between(0, 1), speed: between(0.7, 1.2), language: text(10) },
  },
}

export function fieldErrors(model: string, input: Fields): FieldError[] {
  const schema = MODELS[model]
  if (!schema) return []
  const rules = { ...schema.required, ...schema.optional }
  const missing = Object.keys(schema.required).filter((name) => !(name in input))
  return [
    ...missing.map((name) => fieldError(name, 'required')),
    ...Object.entries(input).flatMap(([name, value]) => {
      const rule = rules[name]
      const reason = rule ? rule(value) : 'additional_property'
      return reason === undefined ? [] : [fieldError(name, reason)]
    }),
  ]
}

export function fieldError(name: string, reason: string): FieldError {
  return { field: `input.${name}`, message: `input.${name}: ${reason}`, reason }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
