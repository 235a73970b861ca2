// What an upload's bytes need of the bucket.
import type { ByteSource } from '../formats/byte-window.ts'

export interface SentFile {
  /** As many as it must have. */
  readonly bytes: number
  /** Hex; null where its sender did not say it. */
  readonly sha256: string | null
  readonly contentType: string
  /** Its name for whom it is given to; null: the key's own. */
  readonly fileName: string | null
}

export type Poured =
  | { readonly kind: 'STORED'; readonly sha256: string }
  /** Its sender broke off, or sent more or less than he said: so many came, at least. */
  | { readonly kind: 'OTHER_LENGTH'; readonly bytes: number }
  | { readonly kind: 'OTHER_HASH'; readonly sha256: string }

export interface UploadFiles {
  /** Streams it into the bucket; what is not `STORED` has left nothing there. @throws what the bucket throws */
  readonly put: (key: string, head: Uint8Array, rest: AsyncIterable<Uint8Array>, file: SentFile) => Promise<Poured>
  readonly read: (key: string, bytes: number) => ByteSource
  readonly delete: (key: string) => Promise<void>
  /** All that was ever sent of one. */
  readonly deleteAll: (prefix: string) => Promise<void>
  /** Where its bytes are to be sent, without a key, until then. */
  readonly sendUrl: (accountId: string, id: string, untilMs: number) => Promise<string>
}

export interface WithUploads<Call extends keyof UploadFiles = keyof UploadFiles> {
  readonly uploads: Pick<UploadFiles, Call>
}
