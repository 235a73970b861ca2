// Which work goes through the queue of its own where one message at a time is at work in an isolate: what holds media in memory, of
// the caller's going out or of the company's coming in. The one place that says so; a row's own words never do.
import type { UpstreamId } from '../domain/upstream.ts'
import type { JobMessage, PollMessage } from '../domain/messages.ts'

const HEAVY: Readonly<Record<'submit' | 'poll', ReadonlySet<UpstreamId>>> = {
  submit: new Set<UpstreamId>(['imagen', 'veo', 'gemini-omni', 'stability', 'hedra', 'elevenlabs', 'google-tts']),
  // Vertex AI's answer holds the video itself.
  poll: new Set<UpstreamId>(['veo', 'gemini-omni']),
}

export const isHeavy = ({ kind, upstream }: Pick<JobMessage | PollMessage, 'kind' | 'upstream'>): boolean => upstream !== undefined && HEAVY[kind].has(upstream)
