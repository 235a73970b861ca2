// A request as the protocol gets it, and what its resolvers get of it.
import type { ExecutionArgs } from 'graphql'
import type { Caller } from '../../auth/caller.ts'
import type { Language } from '../../domain/errors.ts'
import type { Allowance, Demand } from '../../limits/allowance.ts'
import type { Services } from '../../services.ts'
import { uploadFinder } from '../../uploads/find-uploads.ts'
import type { Context } from '../types/context.ts'
import { openLoaders } from '../types/loaders.ts'
import { once } from '../../domain/once.ts'
import type { ErrorSetting } from './format-error.ts'
import { operationOf } from './operation.ts'

export interface GraphqlRequest {
  readonly method: string
  readonly url: string
  readonly accept: string | null
  readonly contentType: string | null
  readonly body: string
  readonly idempotencyKey: string | undefined
  /** The header Prefer. */
  readonly prefer: string | undefined
  /** Whether the client is gone. */
  readonly signal: AbortSignal
  readonly services: Services
  readonly caller: Caller
  readonly language: Language
  readonly requestId: string
  readonly defer: (work: Promise<void>) => void
}

export const settingOf = ({ language, requestId, services: { publicUrl, log } }: GraphqlRequest): ErrorSetting => ({ language, requestId, publicUrl, log })

export interface Execution {
  readonly allowance: Allowance
  readonly demand: Demand
  readonly wait?: Context['wait']
  readonly noteReplay: () => void
}

export function openContext(request: GraphqlRequest, args: ExecutionArgs, { allowance, demand, wait, noteReplay }: Execution): Context {
  const { services, caller, language, requestId, idempotencyKey, defer, signal } = request
  const { generatingFields } = demand
  return {
    services, caller, language, requestId, idempotencyKey, defer, signal, allowance, generatingFields, wait, noteReplay,
    operation: () => operationOf(args),
    decoded: new Map(),
    findUploads: uploadFinder(services, caller, allowance.read),
    loaders: once(() => openLoaders(services, caller.accountId, language)),
  }
}
