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

/** A file that is put together of parts. */
export interface Multipart {
  readonly key: string
  /** R2's name for it. */
  readonly id: string
}

export type PouredPart = { readonly kind: 'STORED'; readonly tag: string } | Extract<Poured, { kind: 'OTHER_LENGTH' }>

export interface UploadFiles {
  /** Streams it into the bucket; what is not `STORED` has left nothing there. @throws what the bucket throws */
  readonly put: (key: string, head: Uint8Array, rest: AsyncIterable<Uint8Array>, file: SentFile) => Promise<Poured>
  /** @returns R2's name for what is to be put together */
  readonly begin: (key: string, file: Pick<SentFile, 'contentType' | 'fileName'>) => Promise<string>
  /** @param bytes as many as it must have */
  readonly putPart: (of: Multipart, part: number, head: Uint8Array, rest: AsyncIterable<Uint8Array>, bytes: number) => Promise<PouredPart>
  /** Puts them together; harmless where it was done before. @returns false where they are not there as their tags say */
  readonly join: (of: Multipart, parts: Readonly<Record<string, string>>, bytes: number) => Promise<boolean>
  readonly abort: (of: Multipart) => Promise<void>
  /** @returns hex, of the whole of what is stored */
  readonly digest: (key: string) => Promise<string>
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
