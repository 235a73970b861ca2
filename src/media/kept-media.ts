// What stands in a job's row, and in a request once it is taken, in the place of bytes: `stored:0;image/png;68`. The number is the
// object's name below the job's own folder, so that no row can name another job's.

export interface KeptMedia {
  readonly index: number
  /** As its bytes are. */
  readonly contentType: string
  readonly bytes: number
}

export const writeKept = ({ index, contentType, bytes }: KeptMedia): string => `stored:${index};${contentType};${bytes}`

export function readKept(text: string): KeptMedia | undefined {
  const [, index, contentType, bytes] = /^stored:(\d{1,3});([\w.+/-]{1,80});(\d{1,12})$/.exec(text.slice(0, 120)) ?? []
  return contentType === undefined ? undefined : { index: Number(index), contentType, bytes: Number(bytes) }
}

/** Ours alone to write: a caller's own is refused. */
export const isKeptForm = (text: string): boolean => /^\s*(?:stored|upload):/i.test(text.slice(0, 1024))

/** Where a job's objects stand, by how many there are. */
export const keptKeys = ({ accountId, id, storedInputs }: { readonly accountId: string; readonly id: string; readonly storedInputs: number }): readonly string[] =>
  Array.from({ length: storedInputs }, (_, index) => `inputs/${accountId}/${id}/${index}`)
