// The addresses at which companies call back: `/callbacks/<upstream>/<account>.<job>.<attempt>.<HMAC-SHA256 of all of it>`. The token
// is derived, so that no row is needed to know it again, and a forged one costs nothing but its arithmetic.
import { bytesOfHex, hmacKey, toHex } from '../domain/digest.ts'
import { UPSTREAM_IDS } from '../domain/upstream.ts'
import type { UpstreamId } from '../domain/upstream.ts'
import type { AttemptName, Callbacks } from './ports.ts'

export const CALLBACK_PATH = '/callbacks/'

/** As of the other secrets that sign: one that could be guessed is none. */
const LEAST_CHARACTERS = 32
const TOKEN = /^(\w{1,64})\.(\w{1,64})\.(\d{1,6})\.([0-9a-f]{64})$/

interface Needs {
  /** One secret, or several separated by commas, oldest first: the last one signs, all verify. */
  readonly setting: string | undefined
  readonly publicUrl: string
  /** Whether a company can reach that address. */
  readonly isReachable: () => boolean
  readonly callsBack: (upstream: UpstreamId) => boolean
}

export function callbackAddresses({ setting, publicUrl, isReachable, callsBack }: Needs): Callbacks {
  const secrets = (setting ?? '').split(',').filter((secret) => secret.length >= LEAST_CHARACTERS)
  const signing = secrets.at(-1)
  const isAsked = (upstream: UpstreamId): boolean => signing !== undefined && callsBack(upstream) && isReachable()
  return {
    isAsked,
    addressOf: async (attempt) => {
      if (signing === undefined || !isAsked(attempt.upstream)) return undefined
      const { accountId, jobId, attempt: number, upstream } = attempt
      const token = [accountId, jobId, number, await mac(signing, 'address', attempt)].join('.')
      return { url: `${publicUrl}${CALLBACK_PATH}${upstream}/${token}`, secret: await mac(signing, 'secret', attempt) }
    },
    read: async (upstream, token) => {
      const [, accountId = '', jobId = '', number = '', signature = ''] = TOKEN.exec(token) ?? []
      const named = UPSTREAM_IDS.find((id) => id === upstream)
      if (signature === '' || !named || !callsBack(named)) return undefined
      const attempt = { accountId, jobId, attempt: Number(number), upstream: named }
      for (const secret of secrets) {
        if (await isMac(secret, 'address', attempt, signature)) return { ...attempt, secret: await mac(secret, 'secret', attempt) }
      }
      return undefined
    },
  }
}

/** `address` tells the company from everybody else; `secret` is what a company is given to sign with. */
type Purpose = 'address' | 'secret'

async function mac(secret: string, purpose: Purpose, attempt: AttemptName): Promise<string> {
  return toHex(await crypto.subtle.sign('HMAC', await hmacKey(bytesOf(secret)), signedBytes(purpose, attempt)))
}

async function isMac(secret: string, purpose: Purpose, attempt: AttemptName, signature: string): Promise<boolean> {
  return crypto.subtle.verify('HMAC', await hmacKey(bytesOf(secret)), bytesOfHex(signature), signedBytes(purpose, attempt))
}

const signedBytes = (purpose: Purpose, { accountId, jobId, attempt, upstream }: AttemptName): Uint8Array<ArrayBuffer> =>
  bytesOf(['callback', purpose, upstream, accountId, jobId, attempt].join('\n'))

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text))
