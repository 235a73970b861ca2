// An error as every answer of ours holds it: the table's code, words in the caller's language, and what a program needs.
import { errorMessage, ERRORS } from './errors.ts'
import type { ErrorCode, ErrorDetails, Language } from './errors.ts'

export interface AnswerSetting {
  readonly language: Language
  readonly requestId: string
  readonly publicUrl: string
}

export function answerOf(code: ErrorCode, details: ErrorDetails, { language, requestId, publicUrl }: AnswerSetting) {
  return {
    message: errorMessage(code, details, language),
    extensions: {
      code,
      requestId,
      retryable: ERRORS[code].retryable,
      docsUrl: docsUrlOf(publicUrl, code),
      ...(details.field !== undefined && { field: details.field }),
      ...(details.allowed && { allowed: details.allowed }),
      ...(details.retryAfterSeconds !== undefined && { retryAfterSeconds: details.retryAfterSeconds }),
      ...details.extra,
    },
  }
}

/** The page that explains an error code. */
export const docsUrlOf = (publicUrl: string, code: string): string => `${publicUrl}/errors/${code}`
