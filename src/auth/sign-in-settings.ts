// Who vouches for people, as configured.
import * as v from 'valibot'
import type { Identity } from './identity.ts'
import type { OpenIdSettings } from './open-id.ts'

export interface SignInSettings {
  readonly openId: OpenIdSettings | undefined
  /** A Cloudflare Access application in front. */
  readonly access: { readonly issuer: string; readonly audience: string } | undefined
  /** Who of them may administer, just after signing in. */
  readonly admins: readonly AdminPerson[]
}

/** An issuer's subject, and nothing else: an address may change hands. */
export type AdminPerson = Pick<Identity, 'issuer' | 'subject'>

const AdminPeople = v.pipe(v.string(), v.parseJson(), v.array(v.strictObject({ issuer: v.pipe(v.string(), v.minLength(1)), subject: v.pipe(v.string(), v.minLength(1)) })))

/** @param setting of ADMIN_PEOPLE, as `[{ "issuer": "https://…", "subject": "…" }]`; what cannot be read names nobody */
export function readAdminPeople(setting: string | undefined): readonly AdminPerson[] {
  const read = v.safeParse(AdminPeople, setting)
  return read.success ? read.output : []
}

export interface WithSignIn {
  /** Who vouches for people. Absent where nothing is set: then nobody signs in. */
  readonly signIn: SignInSettings | undefined
}
