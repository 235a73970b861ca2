// What a key may be allowed to do, and the one way to refuse what it is not.
import type { Scope } from '../domain/scope.ts'
import { ApiError } from '../domain/errors.ts'
import type { Caller } from './caller.ts'

/** Has a scope that the other lacks. Nobody revokes, or takes over the secret of, what is stronger than itself. */
export const isStronger = (one: Pick<Caller, 'scopes'>, than: Pick<Caller, 'scopes'>): boolean => one.scopes.some((scope) => !than.scopes.includes(scope))

/** @param anyOf one of these suffices; the first is named to who has none @throws ApiError FORBIDDEN */
export function requireScope({ scopes, kind, endUser }: Caller, anyOf: readonly [Scope, ...Scope[]]): void {
  // Administration is for live keys alone: for nothing that a browser may hold, and nothing that is made for trying things out.
  const isBarred = (scope: Scope): boolean => scope === 'admin' && (kind !== 'live' || endUser !== null)
  if (anyOf.some((scope) => scopes.includes(scope) && !isBarred(scope))) return
  const [scope] = anyOf
  throw new ApiError('FORBIDDEN', {
    sentence: { en: 'This key lacks the scope "{scope}".', hi: 'इस key के पास "{scope}" scope नहीं है।' },
    values: { scope },
    extra: { scope },
  })
}

/** Browsers send where their page comes from; a key with a list of origins works from those alone. @throws ApiError FORBIDDEN */
export function requireOrigin({ origins }: Caller, origin: string | undefined): void {
  if (origin === undefined || origins === null || origins.includes(origin)) return
  throw new ApiError('FORBIDDEN', {
    sentence: { en: 'This key may not be used from this origin.', hi: 'इस key का उपयोग इस origin से नहीं किया जा सकता।' },
  })
}
