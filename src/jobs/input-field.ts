// Which input of a caller's an upstream may mean that only says "the image".
import { inputOf } from '../store/job-columns.ts'
import { selectInput } from '../store/jobs.ts'
import type { JobKey } from '../store/jobs.ts'
import type { Refused } from '../upstreams/contract.ts'
import type { WithDatabase } from '../store/database.ts'

const MEDIA = ['image', 'lastImage', 'images', 'audio', 'video'] as const

/** Of INPUT_MEDIA, with the field named where only one medium was given; any other refusal as it is. */
export async function withField({ database }: WithDatabase, job: JobKey, refused: Refused): Promise<Refused> {
  if (refused.refusal !== 'INPUT_MEDIA' || refused.field !== undefined) return refused
  const [[row]] = await database.batch([selectInput(database, job)])
  if (!row) return refused
  const input = await inputOf(row)
  // What was put aside may have had more of them.
  if (input.aside !== undefined) return refused
  const given = MEDIA.filter((name) => input[name] !== undefined)
  const [only] = given
  return only !== undefined && given.length === 1 ? { ...refused, field: only } : refused
}
