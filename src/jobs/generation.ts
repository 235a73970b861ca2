// A generation as callers see it: the job's row without our inner workings, with links minted anew.
import type { FailureCode, FailureReason, JobStatus } from '../domain/job.ts'
import type { StoredOutput } from '../domain/media.ts'
import { docsUrlOf } from '../domain/error-answer.ts'
import type { Language, Sentence } from '../domain/errors.ts'
import { expectedSeconds, usualSeconds } from '../routing/healthy.ts'
import { reasonWords } from '../routing/reasons.ts'
import type { GenerationType, OptionValue, ProviderId } from '../domain/model.ts'
import { providerName } from '../catalog/provider-names.ts'
import type { ViewedJob } from '../store/tables.ts'
import { isoTime } from '../domain/times.ts'
import { currentModel, currentRoute } from './schedule.ts'
import type { WithClock, WithPublicUrl } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'

export const GENERATION_STATUSES = ['QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
export type GenerationStatus = (typeof GENERATION_STATUSES)[number]

export interface Metadata {
  readonly width: number | null
  readonly height: number | null
  /** Seconds. */
  readonly duration: number | null
  readonly format: string
  /** `1280x720`. */
  readonly resolution: string | null
  readonly contentType: string
  readonly bytes: number
  /** Of the stored bytes, in hex. */
  readonly sha256: string
}

export interface Output {
  readonly url: string | null
  /** Null without one, and once it is deleted. */
  readonly posterUrl: string | null
  readonly metadata: Metadata
}

export interface GenerationError {
  readonly code: FailureCode
  readonly reason: FailureReason | null
  /** The path of the input at fault: `input.input.image`. */
  readonly field: string | null
  readonly message: string
  readonly retryable: boolean
  readonly docsUrl: string
}

export interface Generation {
  readonly id: string
  readonly status: GenerationStatus
  readonly type: GenerationType
  readonly provider: ProviderId
  readonly model: string
  readonly seed: number | null
  readonly url: string | null
  readonly outputs: readonly Output[]
  readonly metadata: Metadata | null
  readonly creditCost: number
  readonly refundedCredits: number
  readonly late: boolean
  readonly estimatedTime: number
  readonly progress: number | null
  readonly error: GenerationError | null
  readonly errorCode: FailureCode | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly completedAt: string | null
  readonly attempts: number
  readonly adjustments: readonly { option: string; requested: OptionValue; served: OptionValue | null; reason: string }[]
  readonly reasons: readonly string[]
  readonly tags: readonly string[]
  readonly endUser: string | null
  readonly test: boolean
  readonly expiresAt: string | null
  readonly expired: boolean
  readonly takenDownAt: string | null
  readonly urlExpiresAt: string | null
  readonly pollAfterMs: number | null
}

/** The statuses of the rows behind a public status. */
export const STATUSES_OF = {
  QUEUED: ['WAITING', 'QUEUED'],
  PROCESSING: ['SUBMITTING', 'PROCESSING', 'HELD'],
  COMPLETED: ['COMPLETED'],
  FAILED: ['FAILED'],
  CANCELLED: ['CANCELLED'],
} as const satisfies Record<GenerationStatus, readonly JobStatus[]>

/** Made after it was given up and refunded: of those the row still tells why. */
export const isLate = ({ status, errorCode }: Pick<ViewedJob, 'status' | 'errorCode'>): boolean => status === 'COMPLETED' && errorCode !== null

/** The generation as `generation(id)` returns it, and webhooks carry it. */
export async function viewGeneration(needs: WithClock & WithMedia<'link' | 'posterLink'> & WithPublicUrl, job: ViewedJob, language: Language): Promise<Generation> {
  const route = currentRoute(job)
  const model = currentModel(job)
  const status = GENERATION_STATUSES.find((one) => STATUSES_OF[one].some((inner) => inner === job.status)) ?? 'PROCESSING'
  const isOpen = status === 'QUEUED' || status === 'PROCESSING'
  const isExpired = job.expiresAtMs !== null && (job.expiredAtMs !== null || needs.now() >= job.expiresAtMs)
  const links = await Promise.all(
    (job.outputs ?? []).map(async ({ key, poster }) => {
      if (isExpired || job.expiresAtMs === null) return null
      const link = await needs.media.link(key, job.expiresAtMs)
      return { ...link, poster: poster ? (await needs.media.posterLink(key, job.expiresAtMs)).url : null }
    }),
  )
  const outputs = (job.outputs ?? []).map((output, index) => ({ url: links[index]?.url ?? null, posterUrl: links[index]?.poster ?? null, metadata: metadataOf(output) }))
  const error = viewError(needs, job, language)
  return {
    id: job.id,
    status,
    type: job.type,
    provider: route.provider,
    model: route.model,
    seed: typeof route.options['seed'] === 'number' ? route.options['seed'] : null,
    url: outputs[0]?.url ?? null,
    outputs,
    metadata: outputs[0]?.metadata ?? null,
    creditCost: job.cost,
    refundedCredits: job.refunded,
    late: isLate(job),
    estimatedTime: expectedSeconds({ model, route }),
    progress: progressOf(job, status, usualSeconds({ model, route }), needs.now()),
    error,
    errorCode: error?.code ?? null,
    createdAt: isoTime(job.createdAtMs),
    startedAt: isoTime(job.startedAtMs ?? job.claimedAtMs),
    completedAt: isoTime(job.completedAtMs),
    attempts: job.attempt,
    adjustments: route.adjustments.map((adjustment) => ({ ...adjustment, reason: adjustment.reason[language] })),
    reasons: job.reasons.map((reason) => reasonWords(reason)[language]),
    tags: job.tags,
    endUser: job.endUser,
    test: route.upstream === 'test',
    expiresAt: isoTime(job.expiresAtMs),
    expired: isExpired,
    takenDownAt: isoTime(job.takenDownAtMs),
    urlExpiresAt: isoTime(links[0]?.expiresAtMs ?? null),
    pollAfterMs: isOpen ? Math.max(2000, Math.min(10_000, model.pollSeconds * 1000)) : null,
  }
}

function metadataOf(output: StoredOutput): Metadata {
  const { width, height, durationSeconds, format } = output.facts
  return {
    width: width ?? null,
    height: height ?? null,
    duration: durationSeconds === undefined ? null : Math.round(durationSeconds * 1000) / 1000,
    format,
    resolution: width === undefined || height === undefined ? null : `${width}x${height}`,
    contentType: output.contentType,
    bytes: output.bytes,
    sha256: output.sha256,
  }
}

/** Percent. What the upstream told, or how much of the usual time has passed: at most 95 until it is there. */
function progressOf(job: ViewedJob, status: GenerationStatus, usual: number, nowMs: number): number | null {
  if (status === 'QUEUED') return 0
  if (status === 'COMPLETED') return 100
  if (status !== 'PROCESSING') return null
  const elapsed = (nowMs - (job.claimedAtMs ?? nowMs)) / (usual * 1000)
  return Math.min(95, Math.floor(100 * Math.max(job.progress ?? 0, elapsed)))
}

const FAILURES: Record<FailureReason | 'NO_SLOT' | 'PROVIDER_UNAVAILABLE' | 'INVALID_INPUT' | 'NAMED_MEDIA' | 'NAMED_IMAGE', Sentence & { readonly retryable: boolean }> = {
  MODERATED: {
    en: 'The content rules of {provider} refused this. Change the prompt or the image. The credits were refunded.',
    hi: '{provider} के कंटेंट के नियमों के कारण यह नहीं बन सका। प्रॉम्प्ट या इमेज बदलें। क्रेडिट वापस कर दिए गए हैं।',
    retryable: false,
  },
  UPSTREAM: {
    en: '{provider} could not finish it. The credits were refunded.',
    hi: '{provider} इसे पूरा नहीं कर सका। क्रेडिट वापस कर दिए गए हैं।',
    retryable: true,
  },
  TIMEOUT: {
    en: '{provider} took too long. The credits were refunded.',
    hi: '{provider} ने बहुत अधिक समय लिया। क्रेडिट वापस कर दिए गए हैं।',
    retryable: true,
  },
  NO_SLOT: {
    en: 'No slot of your account came free within 24 hours. The credits were refunded.',
    hi: '24 घंटे में आपके account का कोई slot खाली नहीं हुआ। क्रेडिट वापस कर दिए गए हैं।',
    retryable: true,
  },
  UNKNOWN_OUTCOME: {
    en: 'The connection to {provider} was lost and the outcome cannot be known. The credits were refunded.',
    hi: '{provider} से संपर्क टूट गया और परिणाम पता नहीं चल सका। क्रेडिट वापस कर दिए गए हैं।',
    retryable: true,
  },
  MEDIA: {
    en: 'The file that {provider} delivered could not be used. The credits were refunded.',
    hi: '{provider} से मिली फ़ाइल इस्तेमाल लायक नहीं थी। क्रेडिट वापस कर दिए गए हैं।',
    retryable: true,
  },
  INPUT_MEDIA: {
    en: 'A file that you gave could not be fetched or read. Check its address and try again. The credits were refunded.',
    hi: 'आपकी दी हुई फ़ाइल खोली या पढ़ी नहीं जा सकी। उसका पता जाँचकर दोबारा प्रयास करें। क्रेडिट वापस कर दिए गए हैं।',
    retryable: false,
  },
  NAMED_MEDIA: {
    en: 'The file that you gave as {field} could not be fetched or read. Check its address, type and size. The credits were refunded.',
    hi: '{field} में दी हुई फ़ाइल खोली या पढ़ी नहीं जा सकी। उसका पता, टाइप और साइज़ जाँचें। क्रेडिट वापस कर दिए गए हैं।',
    retryable: false,
  },
  NAMED_IMAGE: {
    en: 'The file that you gave as {field} could not be fetched or read. Check its address, type and size; a HEIC or AVIF picture has to be converted to JPEG or PNG first. The credits were refunded.',
    hi: '{field} में दी हुई फ़ाइल खोली या पढ़ी नहीं जा सकी। उसका पता, टाइप और साइज़ जाँचें; HEIC या AVIF इमेज को पहले JPEG या PNG में बदलें। क्रेडिट वापस कर दिए गए हैं।',
    retryable: false,
  },
  PROVIDER_UNAVAILABLE: {
    en: '{provider} cannot be used right now. The credits were refunded. Try again, or let the service choose.',
    hi: '{provider} अभी उपलब्ध नहीं है। क्रेडिट वापस कर दिए गए हैं। दोबारा प्रयास करें, या सर्विस को चुनने दें।',
    retryable: true,
  },
  INVALID_INPUT: {
    en: '{provider} did not accept this input. Change it and try again. The credits were refunded.',
    hi: '{provider} ने यह इनपुट स्वीकार नहीं किया। इसे बदलकर दोबारा प्रयास करें। क्रेडिट वापस कर दिए गए हैं।',
    retryable: false,
  },
}

function viewError(needs: WithPublicUrl, job: ViewedJob, language: Language): GenerationError | null {
  if (job.errorCode === null || isLate(job)) return null
  const words = FAILURES[wordsOf(job, job.errorCode)]
  return {
    code: job.errorCode,
    reason: job.errorReason,
    field: job.errorField === null ? null : `input.input.${job.errorField}`,
    message: words[language].replace('{provider}', providerName(currentRoute(job).provider)).replace('{field}', job.errorField ?? ''),
    retryable: words.retryable,
    docsUrl: docsUrlOf(needs.publicUrl, job.errorCode),
  }
}

/** Our own finding about a file is never told as the provider's. */
function wordsOf({ errorReason, errorField, attempt, waitedUntilMs, completedAtMs }: ViewedJob, code: FailureCode): keyof typeof FAILURES {
  // It never had one.
  if (errorReason === 'TIMEOUT' && attempt === 0 && waitedUntilMs !== null && waitedUntilMs === completedAtMs) return 'NO_SLOT'
  if (errorReason === 'INPUT_MEDIA') {
    if (errorField === null) return 'INPUT_MEDIA'
    return errorField === 'audio' || errorField === 'video' ? 'NAMED_MEDIA' : 'NAMED_IMAGE'
  }
  return code === 'GENERATION_FAILED' ? (errorReason ?? 'UPSTREAM') : code
}
