// What others see of the stored media.
import type { StoredOutput } from '../domain/media.ts'
import type { UpstreamOutput } from '../upstreams/contract.ts'
import type { Maker, MakersPage, MediaRecord } from './record.ts'

export type IngestOutcome =
  | { readonly kind: 'STORED'; readonly output: StoredOutput }
  /** Cannot be had now; worth another try: network, 5xx, our storage. */
  | { readonly kind: 'UNREACHABLE'; readonly detail: string }
  /** Its host does not have it, or no longer lets us: said once, that is no verdict. */
  | { readonly kind: 'GONE'; readonly detail: string }
  /** Not a medium of this type, too large, a forbidden address. */
  | { readonly kind: 'UNUSABLE'; readonly detail: string }

export interface MediaStore {
  /**
   * Copies one output into storage under a write-once key and reads its facts from the stored bytes. Repeating it
   * is harmless: what is stored already is read again.
   * @param keyPrefix `<accountId>/<jobId>/<attempt>-<index>`; the extension comes from the bytes
   * @param type what it must be: VIDEO and AVATAR a video, IMAGE an image, AUDIO a sound
   */
  readonly ingest: (output: UpstreamOutput, keyPrefix: string, type: 'VIDEO' | 'IMAGE' | 'AUDIO' | 'AVATAR') => Promise<IngestOutcome>
  /**
   * A link to a stored output that works without a key until `expiresAtMs`.
   * @param fileName to be saved under instead of shown
   */
  readonly link: (key: string, fileExpiresAtMs: number, fileName?: string) => Promise<{ readonly url: string; readonly expiresAtMs: number }>
  /** To the poster beside it. */
  readonly posterLink: (key: string, fileExpiresAtMs: number) => Promise<{ readonly url: string }>
  /** The same for whom an upload is given to fetch: exactly until then. */
  readonly linkUntil: (key: string, untilMs: number) => Promise<string>
  /** What an attempt has stored, in its order. @param keysPrefix `<accountId>/<jobId>/<attempt>-` */
  readonly find: (keysPrefix: string, type: 'VIDEO' | 'IMAGE' | 'AUDIO' | 'AVATAR') => Promise<readonly StoredOutput[]>
  /** Also what stands beside them. */
  readonly delete: (keys: readonly string[]) => Promise<void>
  /** Stores the poster of a stored video beside it. Never throws. @returns whether it is there */
  readonly poster: (url: string, key: string) => Promise<boolean>
  /** Writes down whose work some bytes are, once. @returns whether they were taken down */
  readonly record: (record: MediaRecord & Pick<Maker, 'accountId'>) => Promise<boolean>
  /** Writes down that they were taken down. @returns false where nothing with these bytes was recorded */
  readonly markRecord: (sha256: string, takenDownAt: string) => Promise<boolean>
  /** All that came to these bytes, in pages. */
  readonly makers: (sha256: string, after: string, limit: number) => Promise<MakersPage>
  /** What a caller gave. @param key `inputs/<accountId>/<jobId>/<index>` */
  readonly putInput: (key: string, bytes: Uint8Array, contentType: string) => Promise<void>
  /** That, or an upload. Undefined where it is gone. */
  readonly readInput: (key: string) => Promise<Uint8Array | undefined>
  /** A page of an archive. @param name in it */
  readonly putPage: (key: string, name: string, text: string) => Promise<void>
  /** Makes the archive of all pages in a folder, by their keys' order. @returns its bytes */
  readonly joinPages: (folder: string, key: string, nowMs: number) => Promise<number>
  /** Stores what left the database, under a name that says its bytes: twice is the same. */
  readonly putArchive: (key: string, bytes: Uint8Array, contentType: string) => Promise<void>
  /** That, or a part of it. Undefined where it is gone. */
  readonly readArchive: (key: string, part?: { readonly offset: number; readonly length: number }) => Promise<Uint8Array | undefined>
  /** Deletes some of what is in a folder. @param folder with its slash at the end @returns whether there may be more */
  readonly deletePage: (folder: string) => Promise<boolean>
  /** Deletes what a job has stored but for these keys. @param keysPrefix `<accountId>/<jobId>/` */
  readonly deleteOthers: (keysPrefix: string, keptKeys: readonly string[]) => Promise<void>
}

export interface WithMedia<Call extends keyof MediaStore = keyof MediaStore> {
  readonly media: Pick<MediaStore, Call>
}
