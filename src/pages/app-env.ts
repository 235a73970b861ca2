// What every route of the Hono app knows, and how one refuses other methods.
import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../domain/errors.ts'
import type { Language } from '../domain/errors.ts'
import type { Env } from '../env.ts'

export interface AppEnv {
  readonly Bindings: Env
  readonly Variables: { readonly requestId: string; readonly traceparent: string | undefined; readonly language: Language }
}

/** Refuses other methods, and says which there are. */
export function allow(...methods: readonly string[]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (methods.includes(c.req.method)) return next()
    c.header('Allow', methods.join(', '))
    throw new ApiError('METHOD_NOT_ALLOWED')
  }
}
