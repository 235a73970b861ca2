// Files that callers send beforehand: how large their pieces are, how long they live, and the word that stands for one in a job's row.

/** What one request can bring: the zone takes no body of more than 100 MB. */
export const ONE_PIECE_BYTES = 90_000_000
/** Of each part but the last of what is larger: R2 wants them equal, and 5 MiB at least. */
export const PART_BYTES = 16 * 1024 * 1024

/** Null: in one piece. */
export const partBytesOf = (bytes: number): number | null => (bytes > ONE_PIECE_BYTES ? PART_BYTES : null)
export const partCountOf = (bytes: number): number => (bytes > ONE_PIECE_BYTES ? Math.ceil(bytes / PART_BYTES) : 1)

/** Of the n-th part, from 1; undefined where there is none. */
export function bytesOfPart(bytes: number, part: number): number | undefined {
  if (!Number.isInteger(part) || part < 1 || part > partCountOf(bytes)) return undefined
  return Math.min(PART_BYTES, bytes - (part - 1) * PART_BYTES)
}

/** As long as nothing was made from it. */
export const UNUSED_LIFE_MS = 24 * 3_600_000
/** From the last generation that was accepted with it: longer than any generation may still ask for it. */
export const USED_LIFE_MS = 72 * 3_600_000
/** Between its end and its deletion: longer than a request that has found it takes to be accepted. */
export const DELETE_AFTER_MS = 10 * 60_000

/** `OPEN`: not all of it is there. `DELETING`: past its end, and for nobody any more. */
export type UploadStatus = 'OPEN' | 'STORED' | 'DELETING'

/** Where the files of an upload stand: one for each time it was sent, of which its row names the one that counts. */
export const uploadPrefix = (accountId: string, id: string): string => `uploads/${accountId}/${id}/`

/** Whatever a caller means as an upload: what does not name one is refused as such. */
export const isUploadId = (text: string): boolean => /^\s*upl_/i.test(text.slice(0, 64))

export interface KeptUpload {
  /** In a job's row below its account, `upl_…/1.png`; to an adapter the whole key. */
  readonly path: string
  /** As its bytes are. */
  readonly contentType: string
  readonly bytes: number
}

export const writeKeptUpload = ({ path, contentType, bytes }: KeptUpload): string => `upload:${path};${contentType};${bytes}`

export function readKeptUpload(text: string): KeptUpload | undefined {
  const [, path, contentType, bytes] = /^upload:([\w/.-]{1,160});([\w.+/-]{1,80});(\d{1,12})$/.exec(text.slice(0, 280)) ?? []
  return path === undefined || contentType === undefined ? undefined : { path, contentType, bytes: Number(bytes) }
}
