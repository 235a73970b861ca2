// What a key may be allowed to do, and the one way to refuse what it is not.
import type { KeyKind } from '../domain/key-format.ts'
import type { Scope } from '../domain/scope.ts'
import { ApiError } from '../domain/errors.ts'
import type { Caller } from './caller.ts'

/** Has a scope that the other lacks. Nobody revokes, or takes over the secret of, what is stronger than itself. */
export const isStronger = (one: Pick<Caller, 'scopes'>, than: Pick<Caller, 'scopes'>): boolean => one.scopes.some((scope) => !than.scopes.includes(scope))

/** @param anyOf one of these suffices; the first is named to who has none @throws ApiError FORBIDDEN */
export function requireScope(caller: Caller, anyOf: readonly [Scope, ...Scope[]], nowMs: number): void {
  if (anyOf.some((scope) => (scope === 'admin' ? administers(caller, nowMs) : caller.scopes.includes(scope)))) return
  const [scope] = anyOf
  const wasAllowed = scope === 'admin' && caller.administers !== null
  throw new ApiError('FORBIDDEN', {
    sentence: wasAllowed
      ? { en: 'Administering takes a sign-in of the last 15 minutes. Sign in again.', hi: 'इसके लिए पिछले 15 मिनट में साइन इन किया होना चाहिए। फिर से साइन इन करें।' }
      : { en: 'This key lacks the scope "{scope}".', hi: 'इस key के पास "{scope}" scope नहीं है।' },
    values: { scope },
    extra: { scope },
  })
}

/** Live keys that were given it, and listed people who have just signed in: nothing else that a browser may hold, and nothing that is made for trying things out. */
function administers({ scopes, kind, endUser, administers: person }: Caller, nowMs: number): boolean {
  return kind === 'live' && endUser === null && (scopes.includes('admin') || (person !== null && nowMs < person.untilMs))
}

const USUAL = ['generate', 'read', 'keys', 'billing'] as const satisfies readonly Scope[]

/** Who may act for the whole account: a key that nothing bounds, or a person; none that administrates. @throws ApiError FORBIDDEN */
export function requireOwner({ kind, scopes, endUser, providers, origins, spendingIds, expiresAtMs }: Caller, kinds: readonly KeyKind[] = ['live']): void {
  const isBounded = providers !== null || origins !== null || spendingIds.length > 0 || expiresAtMs !== null || endUser !== null
  if (kinds.includes(kind) && !isBounded && !scopes.includes('admin') && USUAL.every((scope) => scopes.includes(scope))) return
  throw new ApiError('FORBIDDEN', {
    sentence: {
      en: 'That takes a signed-in person, or a live key with the scopes generate, read, keys and billing, without admin and without any bound.',
      hi: 'इसके लिए साइन इन करें, या ऐसी live key दें जिसके scopes generate, read, keys और billing हों, admin न हो और कोई सीमा न हो।',
    },
  })
}

/** Browsers send where their page comes from; a key with a list of origins works from those alone. @throws ApiError FORBIDDEN */
export function requireOrigin({ origins }: Caller, origin: string | undefined): void {
  if (origin === undefined || origins === null || origins.includes(origin)) return
  throw new ApiError('FORBIDDEN', {
    sentence: { en: 'This key may not be used from this origin.', hi: 'इस key का उपयोग इस origin से नहीं किया जा सकता।' },
  })
}
