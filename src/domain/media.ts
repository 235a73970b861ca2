// What is known of a stored file.

export type MediaKind = 'video' | 'image' | 'audio'

export interface MediaFacts {
  readonly kind: MediaKind
  readonly contentType: string
  /** Without the dot. */
  readonly extension: string
  readonly format: string
  /** As shown, after a video's rotation; in pixels. */
  readonly width?: number
  readonly height?: number
  readonly durationSeconds?: number
}

/** One stored output, as kept in the job's row. */
export interface StoredOutput {
  /** Its key in R2: `<accountId>/<jobId>/<attempt>-<index>.<extension>`, so that no attempt finds what another one left. */
  readonly key: string
  readonly contentType: string
  readonly bytes: number
  readonly sha256: string
  readonly facts: MediaFacts
  /** A poster stands beside it (media/poster.ts). */
  readonly poster?: boolean
}
