// A generation with the row behind it, for those of its fields that are read only when they are asked for.
import { viewGeneration } from '../../jobs/generation.ts'
import type { Generation } from '../../jobs/generation.ts'
import type { ViewedJob } from '../../store/tables.ts'
import type { Context } from '../types/context.ts'

export interface ShownGeneration extends Generation {
  readonly job: ViewedJob
}

export async function shown({ services, language }: Pick<Context, 'services' | 'language'>, job: ViewedJob): Promise<ShownGeneration> {
  return { ...(await viewGeneration(services, job, language)), job }
}
