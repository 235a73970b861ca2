// What Stability finds wrong with a form: the fields of each route as in its OpenAPI document (github.com/tryAGI/
// StabilityAI, mid-2026). Fields a route does not know are dropped without a word; that an aspect ratio goes with text
// alone, and strength with an image alone, is in the document's prose.
import { imageSize } from 'image-size'

type Rule =
  | { readonly kind: 'text'; readonly min: number; readonly max: number }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly isWhole?: boolean }
  | { readonly kind: 'choice'; readonly allowed: readonly string[] }

interface Route {
  readonly fields: Readonly<Record<string, Rule>>
  readonly image: 'none' | 'optional' | 'required'
  /** Whether the result has the size of the image. */
  readonly keepsSize?: boolean
  readonly pixels: number
}

const STYLES = [
  'enhance', 'anime', 'photographic', 'digital-art', 'comic-book', 'fantasy-art', 'line-art', 'analog-film', 'neon-punk',
  'isometric', 'low-poly', 'origami', 'modeling-compound', 'cinematic', '3d-model', 'pixel-art', 'tile-texture',
] as const

const COMMON: Readonly<Record<string, Rule>> = {
  prompt: { kind: 'text', min: 1, max: 10_000 },
  negative_prompt: { kind: 'text', min: 0, max: 10_000 },
  seed: { kind: 'number', min: 0, max: 4_294_967_294, isWhole: true },
  output_format: { kind: 'choice', allowed: ['png', 'jpeg', 'webp'] },
  style_preset: { kind: 'choice', allowed: STYLES },
}
const RATIO: Rule = { kind: 'choice', allowed: ['21:9', '16:9', '3:2', '5:4', '1:1', '4:5', '2:3', '9:16', '9:21'] }
const PART: Rule = { kind: 'number', min: 0, max: 1 }
const MEGAPIXEL = 1024 * 1024

const CONTROL: Route = { fields: { ...COMMON, control_strength: PART }, image: 'required', keepsSize: true, pixels: MEGAPIXEL }

export const ROUTES: Readonly<Record<string, Route>> = {
  'generate/ultra': { fields: { ...COMMON, aspect_ratio: RATIO, strength: PART }, image: 'optional', pixels: MEGAPIXEL },
  'generate/core': { fields: { ...COMMON, aspect_ratio: RATIO }, image: 'none', pixels: 1.5 * MEGAPIXEL },
  'generate/sd3': {
    fields: {
      ...COMMON,
      aspect_ratio: RATIO,
      strength: PART,
      mode: { kind: 'choice', allowed: ['text-to-image', 'image-to-image'] },
      model: { kind: 'choice', allowed: ['sd3.5-large', 'sd3.5-large-turbo', 'sd3.5-medium', 'sd3.5-flash'] },
      cfg_scale: { kind: 'number', min: 1, max: 10 },
    },
    image: 'optional',
    keepsSize: true,
    pixels: MEGAPIXEL,
  },
  'control/sketch': CONTROL,
  'control/structure': CONTROL,
  'control/style': { fields: { ...COMMON, aspect_ratio: RATIO, fidelity: PART }, image: 'required', pixels: MEGAPIXEL },
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Asked {
  readonly prompt: string
  readonly seed: number
  readonly format: 'png' | 'jpeg' | 'webp'
  readonly hasImage: boolean
  readonly size: Size
}

type Reading = { readonly errors: readonly string[] } | { readonly errors?: undefined; readonly asked: Asked }

export async function asked(name: string, form: FormData): Promise<Reading> {
  const route = ROUTES[name]
  if (!route) return { errors: ['not found'] }
  const errors = Object.entries(route.fields).flatMap(([field, rule]) => faultOf(field, rule, form.get(field)))
  if (!textOf(form, 'prompt') && errors.length === 0) errors.push('prompt: is required')
  const file = route.image === 'none' ? null : form.get('image')
  const image = file === null ? undefined : await sizeOf(file)
  if (file !== null && !image) errors.push('image: must be a valid JPEG, PNG or WebP image')
  else errors.push(...faultOfImage(name, route, image, form))
  if (errors.length > 0) return { errors }
  const format = textOf(form, 'output_format')
  return {
    asked: {
      prompt: textOf(form, 'prompt') ?? '',
      seed: Number(textOf(form, 'seed') ?? 0),
      format: format === 'jpeg' || format === 'webp' ? format : 'png',
      hasImage: image !== undefined,
      size: route.keepsSize && image ? image : shaped(textOf(form, 'aspect_ratio') ?? '1:1', route.pixels),
    },
  }
}

function faultOf(field: string, rule: Rule, value: File | string | null): string[] {
  if (value === null) return []
  if (typeof value !== 'string') return [`${field}: must be text`]
  switch (rule.kind) {
    case 'text': {
      const length = Array.from(value).length
      return length >= rule.min && length <= rule.max ? [] : [`${field}: must have ${rule.min} to ${rule.max} characters`]
    }
    case 'choice':
      return rule.allowed.includes(value) ? [] : [`${field}: must be one of ${rule.allowed.join(', ')}`]
    case 'number': {
      const number = value.trim() === '' ? Number.NaN : Number(value)
      const isLegal = number >= rule.min && number <= rule.max && (!rule.isWhole || Number.isInteger(number))
      return isLegal ? [] : [`${field}: must be between ${rule.min} and ${rule.max}`]
    }
  }
}

function faultOfImage(name: string, route: Route, image: Size | undefined, form: FormData): string[] {
  if (route.image === 'required' && !image) return ['image: is required']
  const isFromImage = name === 'generate/sd3' ? form.get('mode') === 'image-to-image' : image !== undefined
  if (name === 'generate/sd3') {
    if (isFromImage && !image) return ['image: is required for image-to-image']
    if (!isFromImage && image) return ['image: is only allowed for image-to-image']
    if (isFromImage && form.has('aspect_ratio')) return ['aspect_ratio: is only allowed for text-to-image']
    if (!isFromImage && form.has('strength')) return ['strength: is only allowed for image-to-image']
  }
  if (isFromImage && route.fields.strength && !form.has('strength')) return ['strength: is required with an image']
  if (!image) return []
  const { width, height } = image
  const ratio = width / height
  if (Math.min(width, height) < 64) return ['image: each side must have at least 64 pixels']
  if (route.image === 'required' && (width * height > 9_437_184 || ratio < 0.4 || ratio > 2.5)) {
    return ['image: at most 9,437,184 pixels, between 1:2.5 and 2.5:1']
  }
  return []
}

async function sizeOf(file: File | string): Promise<Size | undefined> {
  if (typeof file === 'string') return undefined
  const bytes = new Uint8Array(await file.arrayBuffer())
  try {
    const { type, width, height } = imageSize(bytes)
    return ['png', 'jpg', 'webp'].includes(type ?? '') ? { width, height } : undefined
  } catch {
    return undefined
  }
}

function shaped(aspectRatio: string, pixels: number): Size {
  const [width = 1, height = 1] = aspectRatio.split(':').map(Number)
  return { width: toStep(Math.sqrt((pixels * width) / height)), height: toStep(Math.sqrt((pixels * height) / width)) }
}

function toStep(side: number): number {
  return Math.round(side / 32) * 32
}

function textOf(form: FormData, field: string): string | undefined {
  const value = form.get(field)
  return typeof value === 'string' ? value : undefined
}
