// The posters of what was made, once it is delivered: nothing waits for them, and where one cannot be had there is none.
import type { StoredOutput } from '../domain/media.ts'
import type { WithMedia } from '../media/ports.ts'
import type { Job } from '../store/tables.ts'

/** By the output's place: what its company gave. */
export type Posters = readonly (string | undefined)[]

/** @returns the outputs with what there is now; undefined where nothing is otherwise */
export async function storePosters({ media }: WithMedia<'poster'>, { outputs }: Pick<Job, 'outputs'>, posters: Posters): Promise<readonly StoredOutput[] | undefined> {
  const had = await Promise.all((outputs ?? []).map(async ({ key }, index) => {
    const url = posters[index]
    return url !== undefined && (await media.poster(url, key))
  }))
  return had.includes(true) ? (outputs ?? []).map((output, index) => (had[index] ? { ...output, poster: true } : output)) : undefined
}
