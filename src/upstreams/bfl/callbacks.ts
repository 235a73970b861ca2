// How Black Forest Labs calls back: once, when it is over. The fields are of https://api.bfl.ai/openapi.json (2026-05-01), the
// signature of others' code alone, checked 2026-11: by the secret of the request, which we make for each attempt.
import { bytesOfHex } from '../../domain/digest.ts'
import type { CompanyCallbacks, Told } from '../contract.ts'
import { bytesOfText, isSignedWith, says } from '../signatures.ts'

const ONGOING: ReadonlySet<string> = new Set(['pending', 'reasoning', 'generating'])
const HEADER = 'x-bfl-signature'

export const bflCallbacks: CompanyCallbacks = {
  // Since nobody has it from the company, one without a signature is let pass for its address.
  isGenuine: async ({ headers, secret, text }: Told) => {
    const signature = headers.get(HEADER)
    return signature === null || isSignedWith(bytesOfText(secret), bytesOfHex(signature.replace(/^sha256=/, '')), text)
  },
  isOngoing: says(['status'], ONGOING),
}
