// What an event of each kind looks like, for who builds a receiver: nothing of it has happened, and it costs nothing.
import type { EventKind } from '../domain/event.ts'
import type { Generation } from '../jobs/generation.ts'
import { written } from './payload.ts'

/** @param at now, ISO 8601 @returns the body of a webhook */
export function exampleOf(kind: EventKind, at: string, publicUrl: string): string {
  switch (kind) {
    case 'credits.low':
      return written(kind, at, { credits: 950, creditsLowAt: 1000, generationId: EXAMPLE_ID })
    case 'endpoint.disabled':
      return written(kind, at, { reason: 'FAILING', endpointId: 'whe_00000000000000000000000000' })
    case 'generation.completed':
      return written(kind, at, { ...common(at), ...made(publicUrl), status: 'COMPLETED', progress: 100 } satisfies Generation)
    case 'generation.expired':
      return written(kind, at, { ...common(at), status: 'COMPLETED', progress: 100, expired: true } satisfies Generation)
    case 'generation.cancelled':
      return written(kind, at, { ...common(at), status: 'CANCELLED', refundedCredits: 50 } satisfies Generation)
    case 'generation.failed':
      return written(kind, at, { ...common(at), status: 'FAILED', refundedCredits: 50, errorCode: 'GENERATION_FAILED', error: failure(publicUrl) } satisfies Generation)
  }
}

const EXAMPLE_ID = 'gen_00000000000000000000000000'

const common = (at: string) => ({
  id: EXAMPLE_ID, type: 'IMAGE', provider: 'flux-dev', model: 'flux-dev', seed: null, url: null, outputs: [], metadata: null, creditCost: 50, refundedCredits: 0, late: false,
  estimatedTime: 8, progress: null, error: null, errorCode: null, createdAt: at, startedAt: at, completedAt: at, attempts: 1, adjustments: [], reasons: [], tags: ['example'],
  endUser: null, test: true, expiresAt: null, expired: false, takenDownAt: null, urlExpiresAt: null, pollAfterMs: null,
} as const)

function made(publicUrl: string): Pick<Generation, 'url' | 'outputs' | 'metadata' | 'expiresAt' | 'urlExpiresAt'> {
  const url = `${publicUrl}/media/example.png`
  const metadata = { width: 1024, height: 1024, duration: null, format: 'png', resolution: '1024x1024', contentType: 'image/png', bytes: 1_048_576, sha256: '0'.repeat(64) }
  return { url, metadata, outputs: [{ url, posterUrl: null, metadata }], expiresAt: null, urlExpiresAt: null }
}

const failure = (publicUrl: string): Generation['error'] => ({
  code: 'GENERATION_FAILED', reason: 'UPSTREAM', field: null, message: 'The provider could not finish it. The credits were refunded.', retryable: true, docsUrl: `${publicUrl}/errors/GENERATION_FAILED`,
})
