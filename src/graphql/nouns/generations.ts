// Reading and cancelling generations.
import { GraphQLBoolean, GraphQLEnumType, GraphQLInt, GraphQLObjectType } from 'graphql'
import * as v from 'valibot'
import { ApiError } from '../../domain/errors.ts'
import { isIdOf } from '../../domain/new-id.ts'
import { believed } from '../../domain/own-json.ts'
import { cancelJob } from '../../jobs/cancel-job.ts'
import type { CANCEL_OUTCOMES, Cancellation } from '../../jobs/cancel-job.ts'
import { readJob, viewJob } from '../../jobs/create-job.ts'
import { isOpen } from '../../jobs/tell.ts'
import { tellWaiting } from '../../jobs/tell-waiting.ts'
import { deleteMedia } from '../../jobs/delete-media.ts'
import { awaitEnd } from '../../limits/follow-job.ts'
import type { WithOpenReads } from '../../limits/open-reads.ts'
import type { Job, ViewedJob } from '../../store/tables.ts'
import { selectJobs, selectPageEnd } from '../../store/job-pages.ts'
import { connectionOf, connectionType, lookedPage, readPage } from '../types/connection.ts'
import type { Connection } from '../types/connection.ts'
import type { Context } from '../types/context.ts'
import { readFilter } from './generation-filter.ts'
import { GenerationObject } from './generation.ts'
import { shown } from './shown-generation.ts'
import type { ShownGeneration } from './shown-generation.ts'
import { nonNull } from '../types/non-null.ts'

type Arguments = Readonly<Record<string, unknown>>

const IdSchema = v.object({ id: v.string() })

/** @param path the field's response path @returns null for an id that is not the caller's */
export async function readGeneration(args: Arguments, path: string, context: Context): Promise<ShownGeneration | null> {
  const { services, caller, allowance, wait, signal } = context
  const { id } = v.parse(IdSchema, args)
  const isWaiting = wait?.path === path && isIdOf('gen', id)
  if (isWaiting) {
    const seen = await awaitEnd(services, { caller, jobId: id, untilMs: wait.untilMs, signal, line: allowance.line() })
    return seen ? shown(context, seen.job, seen.place) : null
  }
  const job = await readNow(id, context)
  return job ? shown(context, job) : null
}

/** An open job's reader asks the account's object; where that does not know it, it is read, and told to the object for all others. */
async function readNow(id: string, { services, caller, allowance, defer }: Context): Promise<ViewedJob | undefined> {
  const isAsked = services.openReads.has(id)
  const known = isAsked ? await allowance.known(id) : undefined
  if (known) return caller.endUser === null || known.endUser === caller.endUser ? known : undefined
  if (!isAsked) return noted(await viewJob(services, caller, id), services)
  const job = await readJob(services, caller, id)
  if (job && isOpen(job)) defer(tellWaiting(services, job))
  return noted(job, services)
}

function noted(job: ViewedJob | undefined, { openReads }: WithOpenReads): ViewedJob | undefined {
  if (job) openReads.note(job)
  return job
}

/** What an event of a subscription is made of. */
export interface FollowedEvent {
  /** Null: there is none of the caller's. */
  readonly job: Job | null
  readonly place: number | null
}

const FollowedEventSchema = believed<FollowedEvent>()

export async function showEvent(event: unknown, context: Context): Promise<ShownGeneration | null> {
  const { job, place } = v.parse(FollowedEventSchema, event)
  return job ? shown(context, job, place) : null
}

export const GenerationConnection = connectionType(GenerationObject)

export async function readGenerations(args: Arguments, context: Context): Promise<Connection<ShownGeneration>> {
  const { services, caller } = context
  const { first, before } = readPage(args)
  const filter = readFilter(args['filter'], caller)
  if (!filter) return connectionOf([], first, ({ id }: ShownGeneration) => id)
  const { database } = services
  return lookedPage({ first, before }, filter, {
    rows: async (behind, limit) => {
      const [rows] = await database.batch([selectJobs(database, caller.accountId, behind, limit, filter)])
      return Promise.all(rows.map((job) => shown(context, job)))
    },
    end: async (behind) => (await database.batch([selectPageEnd(database, caller.accountId, behind, filter)]))[0],
  })
}

const MediaDeleteSchema = v.object({ generationId: v.string() })

/** @throws ApiError NOT_FOUND for an id that is not the caller's, INVALID_INPUT while it is open */
export async function deleteGenerationMedia(args: Arguments, context: Context): Promise<ShownGeneration> {
  const job = await readJob(context.services, context.caller, v.parse(MediaDeleteSchema, args).generationId)
  if (!job) throw new ApiError('NOT_FOUND', { field: 'generationId' })
  return shown(context, await deleteMedia(context.services, job))
}

/** The published, simple answer: is it cancelled now? */
export async function cancelGeneration(args: Arguments, context: Context): Promise<boolean> {
  const { job } = await cancelOwn(args, context)
  return job.status === 'CANCELLED'
}

/** The honest answer. */
export const CancelPayloadType = new GraphQLObjectType<Cancellation, Context>({
  name: 'CancelPayload',
  description: 'What cancelling came to.',
  fields: {
    outcome: {
      type: nonNull(
        new GraphQLEnumType({
          name: 'CancelOutcome',
          description: 'What cancelling came to.',
          values: {
            CANCELLED_BEFORE_START: { description: 'The provider had not begun. Refunded in full.' },
            CANCELLED_UPSTREAM: { description: 'The provider was stopped. Refunded as `cancelRefund` of the model says.' },
            TOO_LATE: { description: 'It has ended, or the provider would not stop it, or has not answered yet whether it has it. What is made is delivered; it is stopped still if that can be, and never goes on to another provider.' },
            NOT_SUPPORTED_BY_PROVIDER: { description: 'The provider cannot stop what it has begun. The result will be delivered; should it fail, no other provider is tried.' },
          } satisfies Record<(typeof CANCEL_OUTCOMES)[number], { description: string }>,
        }),
      ),
      description: 'What happened.',
    },
    refundedCredits: { type: nonNull(GraphQLInt), description: 'Credits given back.', resolve: ({ job }) => job.refunded },
    cancelled: { type: nonNull(GraphQLBoolean), description: 'Whether it is cancelled now.', resolve: ({ job }) => job.status === 'CANCELLED' },
    generation: {
      type: nonNull(GenerationObject),
      description: 'The generation as it stands.',
      resolve: ({ job }, _args, context) => shown(context, job),
    },
  },
})

/** @throws ApiError NOT_FOUND for an id that is not the caller's */
export async function cancelOwn(args: Arguments, { services, caller }: Context): Promise<Cancellation> {
  const cancellation = await cancelJob(services, caller, v.parse(IdSchema, args).id)
  if (!cancellation) throw new ApiError('NOT_FOUND', { field: 'id' })
  return cancellation
}
