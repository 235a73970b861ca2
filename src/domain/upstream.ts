// The upstreams by name, and what travels to and from them through rows and messages.

/** The companies' upstreams. */
export const UPSTREAM_IDS = [
  'minimax', 'minimax-image', 'kling', 'kling-tasks', 'runway', 'luma', 'bfl', 'elevenlabs', 'heygen',
  'veo', 'gemini-omni', 'imagen', 'google-tts', 'ark', 'dashscope', 'vidu', 'stability', 'fal', 'hedra',
] as const
export type CompanyUpstreamId = (typeof UPSTREAM_IDS)[number]
/** `test` is our own, for test keys. No model names it. */
export type UpstreamId = CompanyUpstreamId | 'test'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface SubmissionInput {
  readonly text?: string
  readonly negativeText?: string
  readonly image?: string
  readonly lastImage?: string
  readonly images?: readonly string[]
  readonly audio?: string
  readonly video?: string
  readonly voice?: string
}

/** A handle on the accepted work. Opaque to everyone but the adapter that made it; stored with the attempt. */
export type UpstreamRef = { readonly [key: string]: Json }
