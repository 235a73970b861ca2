// GraphQL over HTTP: graphql-http does the protocol, this gives it our documents, limits and errors. One gate call
// and one D1 round trip for a request; a read's gate call runs beside its D1 read.
import { GraphQLError, OperationTypeNode, execute, getOperationAST } from 'graphql'
import type { ExecutionArgs, ExecutionResult } from 'graphql'
import { createHandler } from 'graphql-http'
import type { Response as Refusal } from 'graphql-http'
import { ApiError, ERRORS } from '../../domain/errors.ts'
import { isSampledRead } from '../../domain/measure.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import { ONE_READ, openAllowance } from '../../limits/allowance.ts'
import { acceptedType } from './accept.ts'
import { costOf } from './cost.ts'
import { demandOf } from './demand.ts'
import { createDocuments } from './documents.ts'
import { codeOf, formatError } from './format-error.ts'
import type { ErrorSetting } from './format-error.ts'
import { guard } from './guards.ts'
import { openContext, settingOf } from './graphql-request.ts'
import type { GraphqlRequest } from './graphql-request.ts'
import { createPersistedDocuments } from './persisted.ts'
import { readParams } from './request-params.ts'
import { serveRefusal, serveStream } from './serve-stream.ts'
import { streamFormOf } from './stream-form.ts'
import { preferredSeconds, waitOf } from './waiting.ts'
import { schema } from '../schema.ts'

const documents = createDocuments(schema)
const findDocument = createPersistedDocuments()

/** What executing found out that the answer's head must say. */
interface Findings {
  headers: Record<string, string> | undefined
  status: number | undefined
  isReplay: boolean
  /** Keeps the document under its hash, once it has proved valid. */
  keepDocument: () => void
}

export async function serveGraphql(request: GraphqlRequest): Promise<Response> {
  const { services, caller } = request
  const findings: Findings = { headers: undefined, status: undefined, isReplay: false, keepDocument: () => undefined }
  const setting = settingOf(request)
  const found = findParams(request)
  const subscription = await subscriptionOf(found)
  if (subscription) return serveSubscription(subscription, request, setting)
  const accepted = acceptedType(request.accept)
  const handler = createHandler({
    schema,
    parseRequestParams: () => paramsOf(found, findings),
    parse: (source) => documents.parse(typeof source === 'string' ? source : source.body),
    validate: (_schema, document) => documents.validate(document),
    execute: (args) => executeWithin(args, request, findings),
    formatError: (error) => formatError(error, setting),
  })
  const headers = new Headers({ accept: accepted.type })
  if (request.contentType !== null) headers.set('content-type', request.contentType)
  const { method, url, body: sent } = request
  const [body, init] = await handler({ method, url, headers, body: sent, raw: request, context: undefined }).catch((error: unknown) => refusal(error, setting))
  // What was refused before it ran is a read as well, and tells the caller its limits.
  const closed = findings.headers ? { headers: findings.headers } : await openAllowance(services, caller, ONE_READ).close()
  const bare = BARE_REFUSALS[init.status]
  const refused = closed.refusal ?? (bare === undefined ? undefined : new ApiError(bare))
  const [answer, head] = refused ? refusal(refused, setting) : [body, init]
  return new Response(answer, {
    status: closed.refusal ? head.status : statusOf(findings, init.status, accepted.isPlainJson),
    headers: { ...init.headers, ...head.headers, ...closed.headers, ...(findings.isReplay && { 'Idempotency-Replayed': 'true' }) },
  })
}

/** What graphql-http refuses without a word of ours. */
const BARE_REFUSALS: Readonly<Record<number, ErrorCode>> = { 405: 'METHOD_NOT_ALLOWED', 406: 'NOT_ACCEPTABLE' }

/**
 * Clients that ask for `application/json` by name get 200 for what is refused as GraphQL, as the GraphQL-over-HTTP
 * draft wants it for them; all others get 400. What our own code refused has its status from the table of errors.
 */
function statusOf(findings: Findings, status: number, isPlainJson: boolean): number {
  if (findings.status !== undefined) return findings.status === 400 && isPlainJson ? status : findings.status
  return status === 200 && !isPlainJson ? 400 : status
}

/** What our own code refused by a throw; anything else goes on to where it is masked. */
function refusal(error: unknown, setting: ErrorSetting): Refusal {
  if (!(error instanceof ApiError)) throw error
  const body = JSON.stringify({ errors: [formatError(error, setting)] })
  return [body, { status: ERRORS[error.code].status, statusText: '', headers: { 'content-type': 'application/json; charset=utf-8' } }]
}

interface FoundParams {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Record<string, unknown> | undefined
  readonly keep: () => void
}

async function findParams(request: GraphqlRequest): Promise<FoundParams> {
  const params = readParams(request)
  const found = await findDocument(params)
  return { ...found, operationName: params.operationName ?? undefined, variables: params.variables ?? undefined }
}

async function paramsOf(found: Promise<FoundParams>, findings: Findings) {
  try {
    const { keep, ...params } = await found
    findings.keepDocument = keep
    return params
  } catch (error) {
    if (error instanceof ApiError) findings.status = ERRORS[error.code].status
    throw error
  }
}

/** Undefined: it is none, or nobody can tell; then graphql-http says what is wrong. */
async function subscriptionOf(found: Promise<FoundParams>): Promise<(ExecutionArgs & Pick<FoundParams, 'keep'>) | undefined> {
  try {
    const { query, operationName, variables, keep } = await found
    if (!query.includes('subscription')) return undefined
    const document = documents.parse(query)
    const isSubscription = getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION
    return isSubscription ? { schema, document, operationName, variableValues: variables, keep } : undefined
  } catch {
    return undefined
  }
}

async function serveSubscription({ keep, ...args }: ExecutionArgs & Pick<FoundParams, 'keep'>, request: GraphqlRequest, setting: ErrorSetting): Promise<Response> {
  const form = streamFormOf(request.accept)
  try {
    if (!form) throw new ApiError('NOT_ACCEPTABLE')
    const errors = documents.validate(args.document)
    if (errors.length === 0) {
      guard('cost', costOf(schema, args.document, args.operationName, args.variableValues ?? {}))
      keep()
      return await serveStream({ args, form, request })
    }
    const closed = await openAllowance(request.services, request.caller, ONE_READ).close()
    if (closed.refusal) throw closed.refusal
    return serveRefusal(form, request, errors, closed.headers)
  } catch (error) {
    const [body, init] = refusal(error, setting)
    const seconds = error instanceof ApiError ? error.details.retryAfterSeconds : undefined
    return new Response(body, { status: init.status, headers: { ...init.headers, ...(seconds !== undefined && { 'Retry-After': String(seconds) }) } })
  }
}

async function executeWithin(args: ExecutionArgs, request: GraphqlRequest, findings: Findings): Promise<ExecutionResult> {
  const { services, caller, defer } = request
  const startedAtMs = services.now()
  guard('cost', costOf(args.schema, args.document, args.operationName, args.variableValues ?? {}))
  findings.keepDocument()
  const { wait, readsJobId } = waitOf(args, preferredSeconds(request.prefer))
  const waiting = wait && { path: wait.path, jobId: wait.jobId, untilMs: services.now() + wait.seconds * 1000 }
  const mayBeKnown = readsJobId !== undefined && services.openReads.has(readsJobId)
  const demand = demandOf(args, caller.endUser, { wait: waiting, readsOne: readsJobId !== undefined, readsJobId: mayBeKnown ? readsJobId : undefined })
  const allowance = openAllowance(services, caller, demand)
  const noteReplay = (): void => {
    findings.isReplay = true
  }
  const context = openContext(request, args, { allowance, demand, wait: waiting, noteReplay })
  const result = (await allowance.enter()) ? await execute({ ...args, contextValue: context, hideSuggestions: true }) : {}
  const closed = await allowance.close()
  const answer = closed.refusal ? { errors: [new GraphQLError(closed.refusal.code, { originalError: closed.refusal })] } : result
  findings.status = statusOfResult(answer)
  findings.headers = { ...closed.headers, ...retryAfterOf(answer), ...(wait?.isPreferred && { 'Preference-Applied': `wait=${wait.seconds}` }) }
  // Once the answer is known, so that choosing never waits for what the choice after it will go by.
  defer(services.health.refresh())
  defer(services.places.refresh())
  if (!demand.generatingFields && !demand.changesMore && isSampledRead(services.random(2))) {
    const [first] = answer.errors ?? []
    services.measure({ kind: 'READ', answer: first ? codeOf(first) : 'OK', seconds: (services.now() - startedAtMs) / 1000 })
  }
  return answer.data === null ? withCreated(answer, allowance.spent()) : answer
}

/** One field's refusal empties the whole answer: what the fields before it created and charged must still be named. */
function withCreated(answer: ExecutionResult, createdGenerations: readonly string[]): ExecutionResult {
  return createdGenerations.length === 0 ? answer : { ...answer, extensions: { createdGenerations } }
}

/** What refuses for a known time says so in the answer's head, as a limit does. */
function retryAfterOf({ data, errors }: ExecutionResult): Record<string, string> {
  const cause = data === null || data === undefined ? errors?.[0]?.originalError : undefined
  const seconds = cause instanceof ApiError ? cause.details.retryAfterSeconds : undefined
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) }
}

/** Any data makes it a success; without data the first error decides. */
function statusOfResult({ data, errors }: ExecutionResult): number {
  const [first] = errors ?? []
  return first && (data === null || data === undefined) ? ERRORS[codeOf(first)].status : 200
}
