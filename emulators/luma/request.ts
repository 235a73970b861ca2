// What Luma finds wrong with the body of a submission, in FastAPI's words. https://docs.lumalabs.ai, read 2026-11-22.

export interface Complaint {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input: unknown
}

/** The fields of a submission as the answers echo them. Fields it does not know are dropped without a word. */
export type LumaRequest = Readonly<Record<string, unknown>> & {
  readonly prompt: string | null
  readonly aspect_ratio: string
  readonly duration: string
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  model: ['ray-2', 'ray-flash-2'],
  aspect_ratio: ['1:1', '16:9', '9:16', '4:3', '3:4', '21:9', '9:21'],
  duration: ['5s', '9s'],
  resolution: ['540p', '720p', '1080p', '4k'],
  generation_type: ['video'],
}

export function complaints(body: Readonly<Record<string, unknown>>): Complaint[] {
  const found: Complaint[] = []
  const complain = (type: string, field: string, msg: string) =>
    found.push({ type, loc: ['body', ...field.split('.')], msg, input: valueAt(body, field) })
  if (body.model === undefined) found.push({ type: 'missing', loc: ['body', 'model'], msg: 'Field required', input: body })
  for (const [field, allowed] of Object.entries(CHOICES)) {
    const value = body[field]
    if (value !== undefined && !allowed.some((word) => word === value)) complain('literal_error', field, `Input should be ${listed(allowed)}`)
  }
  const { prompt, loop, callback_url: callbackUrl } = body
  if (prompt !== undefined && prompt !== null) {
    if (typeof prompt !== 'string') complain('string_type', 'prompt', 'Input should be a valid string')
    else if (Array.from(prompt).length < 3) complain('string_too_short', 'prompt', 'String should have at least 3 characters')
    else if (Array.from(prompt).length > 5000) complain('string_too_long', 'prompt', 'String should have at most 5000 characters')
  }
  if (loop !== undefined && typeof loop !== 'boolean') complain('bool_type', 'loop', 'Input should be a valid boolean')
  if (callbackUrl !== undefined && callbackUrl !== null && !isWebUrl(callbackUrl)) {
    complain('url_parsing', 'callback_url', 'Input should be a valid URL')
  }
  for (const field of ['keyframes.frame0', 'keyframes.frame1']) {
    const frame = valueAt(body, field)
    if (frame === undefined || frame === null) continue
    const type = valueAt(frame, 'type')
    const source = type === 'image' ? 'url' : 'id'
    if (type !== 'image' && type !== 'generation') complain('union_tag_invalid', field, "Input should have a tag of 'image' or 'generation'")
    else if (typeof valueAt(frame, source) !== 'string') complain('missing', `${field}.${source}`, 'Field required')
  }
  return found
}

/** The URLs of the images it would have to fetch, and the ids of the generations it would go on from. */
export function frames(body: Readonly<Record<string, unknown>>): { images: string[]; generations: string[] } {
  const all = ['frame0', 'frame1'].map((name) => valueAt(body, `keyframes.${name}`)).filter((frame) => frame !== undefined && frame !== null)
  const texts = (name: string) => all.map((frame) => valueAt(frame, name)).filter((value) => typeof value === 'string')
  return { images: texts('url'), generations: texts('id') }
}

/** With the defaults filled in, as the answers echo it. */
export function echoed(body: Readonly<Record<string, unknown>>): LumaRequest {
  return {
    generation_type: 'video',
    prompt: typeof body.prompt === 'string' ? body.prompt : null,
    aspect_ratio: typeof body.aspect_ratio === 'string' ? body.aspect_ratio : '16:9',
    loop: body.loop ?? false,
    keyframes: body.keyframes ?? null,
    callback_url: body.callback_url ?? null,
    model: body.model,
    resolution: body.resolution ?? '720p',
    duration: typeof body.duration === 'string' ? body.duration : '5s',
  }
}

export function isWebUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

function valueAt(whole: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), whole)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `'${word}'`)
  return quoted.length === 1 ? String(quoted[0]) : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
