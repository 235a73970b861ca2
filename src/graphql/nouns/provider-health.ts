// How well a provider does at the moment, as callers see it. A read, so it may wait for the object that keeps count.
import { GraphQLEnumType, GraphQLFloat, GraphQLObjectType } from 'graphql'
import type { Model } from '../../domain/model.ts'
import type { CircuitState } from '../../health/arithmetic.ts'
import type { WithHealth } from '../../health/ports.ts'
import { isoTime } from '../../domain/times.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

interface Health {
  readonly state: CircuitState
  readonly successRate: number | null
  readonly medianSeconds: number | null
  readonly since: string | null
}

export async function healthOf(model: Model, { health }: WithHealth<'ofNow'>): Promise<Health> {
  const { state, successRate, medianSeconds, sinceMs } = await health.ofNow(model.upstream)
  const seconds = medianSeconds[model.id]
  return {
    state,
    successRate: successRate === null ? null : Math.round(successRate * 1000) / 1000,
    medianSeconds: seconds === undefined ? null : Math.round(seconds * 10) / 10,
    since: isoTime(sinceMs),
  }
}

const HealthStateEnum = new GraphQLEnumType({
  name: 'HealthState',
  description: 'Whether a provider is sent generations.',
  values: {
    CLOSED: { description: 'It is: all is well.' },
    OPEN: { description: 'It keeps failing and is left alone for a while. Named, it answers PROVIDER_UNAVAILABLE with `Retry-After`.' },
    HALF_OPEN: { description: 'One generation is let through to see whether it works again.' },
  } satisfies Record<CircuitState, { description: string }>,
})

export const HealthType = new GraphQLObjectType<Health>({
  name: 'ProviderHealth',
  description: 'What the last attempts came to, over all accounts: at most 50, of the last 30 minutes.',
  fields: {
    state: { type: nonNull(HealthStateEnum), description: 'Whether it is sent generations.' },
    successRate: {
      type: GraphQLFloat,
      description: 'Successes among them, 0 to 1. What content rules or invalid input ended counts as neither. Null where there are none.',
    },
    medianSeconds: { type: GraphQLFloat, description: 'From submission to result, of its best model; null until it was measured three times.' },
    since: { type: DateTimeScalar, description: 'When the state began; null where it has always been so.' },
  },
})
