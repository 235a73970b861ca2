// Who vouches for people, as configured.
import type { OpenIdSettings } from './open-id.ts'

export interface SignInSettings {
  readonly openId: OpenIdSettings | undefined
  /** A Cloudflare Access application in front. */
  readonly access: { readonly issuer: string; readonly audience: string } | undefined
}

export interface WithSignIn {
  /** Who vouches for people. Absent where nothing is set: then nobody signs in. */
  readonly signIn: SignInSettings | undefined
}
