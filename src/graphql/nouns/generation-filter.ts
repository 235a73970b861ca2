// Which generations to list. Only null and what is left out are no wish: a text that is empty would widen the answer to
// everybody's rows, and a word that nobody knows would empty it without a word.
import { GraphQLID, GraphQLInputObjectType, GraphQLString } from 'graphql'
import * as v from 'valibot'
import type { Caller } from '../../auth/caller.ts'
import { findModel, models } from '../../catalog/catalog.ts'
import { GENERATION_TYPES, PROVIDER_IDS } from '../../domain/model.ts'
import { invalidInput } from '../../domain/errors.ts'
import { FAILURE_CODES } from '../../domain/job.ts'
import type { FailureCode } from '../../domain/job.ts'
import { GENERATION_STATUSES, STATUSES_OF } from '../../jobs/generation.ts'
import type { JobFilter } from '../../store/job-pages.ts'
import { GenerationStatusEnum, GenerationTypeEnum } from './generation.ts'
import { textOf, timeEntries, timeFields, timesOf } from '../types/filter-inputs.ts'

export const GenerationFilterInput = new GraphQLInputObjectType({
  name: 'GenerationFilter',
  description: 'Which generations to list. All that is given must hold.',
  fields: {
    status: { type: GenerationStatusEnum, description: 'Where they stand.' },
    type: { type: GenerationTypeEnum, description: 'What they make.' },
    provider: { type: GraphQLString, description: 'Who makes them.' },
    model: { type: GraphQLString, description: 'By which model.' },
    apiKey: { type: GraphQLID, description: 'By which key, or by tokens that it minted.' },
    errorCode: { type: GraphQLString, description: 'Why they failed: `GENERATION_FAILED`, `PROVIDER_UNAVAILABLE` or `INVALID_INPUT`.' },
    tag: { type: GraphQLString, description: 'One of your tags.' },
    endUser: { type: GraphQLString, description: 'The user of yours whose client token made them.' },
    ...timeFields,
  },
})

const FilterSchema = v.nullish(
  v.object({
    status: v.nullish(v.picklist(GENERATION_STATUSES)),
    type: v.nullish(v.picklist(GENERATION_TYPES)),
    provider: v.nullish(v.string()),
    model: v.nullish(v.string()),
    apiKey: v.nullish(v.string()),
    errorCode: v.nullish(v.string()),
    tag: v.nullish(v.string()),
    endUser: v.nullish(v.string()),
    ...timeEntries,
  }),
)

/** @returns undefined where nothing can be meant: a client token that asks for another end user @throws ApiError INVALID_INPUT */
export function readFilter(given: unknown, { endUser: own }: Caller): JobFilter | undefined {
  const { status, type, provider, model, apiKey, errorCode, tag, endUser, ...range } = v.parse(FilterSchema, given) ?? {}
  const asked = textOf('endUser', endUser)
  if (own !== null && asked !== undefined && asked !== own) return undefined
  const only = own ?? asked
  const maker = textOf('provider', provider)
  const label = textOf('tag', tag)
  const made = textOf('model', model)
  const keyId = textOf('apiKey', apiKey)
  const code = textOf('errorCode', errorCode)
  return {
    ...(status && { statuses: STATUSES_OF[status] }),
    ...(type && { type }),
    ...(maker !== undefined && { provider: providerOf(maker) }),
    ...(made !== undefined && { model: modelOf(made, maker) }),
    ...(keyId !== undefined && { keyId }),
    ...(code !== undefined && { errorCode: codeOf(code) }),
    ...(label !== undefined && { tag: label }),
    ...(only !== undefined && { endUser: only }),
    ...timesOf(range),
  }
}

/** As `generate` reads it. */
function providerOf(name: string): string {
  const known = PROVIDER_IDS.find((id) => id === name.toLowerCase())
  if (known === undefined) throw invalidInput('filter.provider', { en: 'There is no such provider.', hi: 'ऐसा कोई provider नहीं है।' }, PROVIDER_IDS)
  return known
}

/** By its id or an alias, as `generate` reads it. */
function modelOf(name: string, provider: string | undefined): string {
  const known = findModel(name, provider?.toLowerCase())
  if (!known) throw invalidInput('filter.model', { en: 'There is no such model.', hi: 'ऐसा कोई मॉडल नहीं है।' }, models.map(({ id }) => id))
  return known.id
}

function codeOf(word: string): FailureCode {
  const known = FAILURE_CODES.find((code) => code === word)
  if (!known) throw invalidInput('filter.errorCode', { en: 'No generation fails with this code.', hi: 'इस code के साथ कोई generation असफल नहीं होती।' }, FAILURE_CODES)
  return known
}
