// Who may in: Kling's API key as it is, or a token signed with its pair of keys. Refusals carry Kling's own codes.
import { errors, jwtVerify } from 'jose'

export const KLING_EMULATOR_API_KEY = 'api-key-kling-emulator-5f1c7a90'
export const KLING_EMULATOR_ACCESS_KEY = 'AkEmulatorKlingAccessKey00000001'
export const KLING_EMULATOR_SECRET_KEY = 'SkEmulatorKlingSecretKey00000001'

export interface KlingRefusal {
  readonly status: number
  readonly code: number
  readonly message: string
}

/** Undefined when the caller is known. */
export async function refusalOfCaller(authorization: string | null, nowMs: number): Promise<KlingRefusal | undefined> {
  if (!authorization) return { status: 401, code: 1001, message: 'Authorization is empty' }
  const token = /^Bearer (\S+)$/.exec(authorization)?.[1]
  if (!token) return { status: 401, code: 1002, message: 'Authorization is invalid' }
  if (token === KLING_EMULATOR_API_KEY) return undefined
  if (token.startsWith('api-key-')) return { status: 401, code: 1002, message: 'api key not found' }
  return refusalOfToken(token, nowMs)
}

async function refusalOfToken(token: string, nowMs: number): Promise<KlingRefusal | undefined> {
  try {
    await jwtVerify(token, new TextEncoder().encode(KLING_EMULATOR_SECRET_KEY), {
      algorithms: ['HS256'],
      typ: 'JWT',
      issuer: KLING_EMULATOR_ACCESS_KEY,
      requiredClaims: ['exp', 'nbf'],
      currentDate: new Date(nowMs),
    })
    return undefined
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { status: 401, code: 1004, message: 'Authorization has expired' }
    const isEarly = error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf' && error.reason === 'check_failed'
    if (isEarly) return { status: 401, code: 1003, message: 'Authorization is not yet valid' }
    return { status: 401, code: 1002, message: 'Authorization is invalid' }
  }
}
