// The one way in which an error leaves: the table's code, words in the caller's language, and nothing of our inside.
import { GraphQLEnumType, GraphQLError } from 'graphql'
import { answerOf } from '../../domain/error-answer.ts'
import type { AnswerSetting } from '../../domain/error-answer.ts'
import { ApiError } from '../../domain/errors.ts'
import type { ErrorCode, ErrorDetails } from '../../domain/errors.ts'
import { wordsOf } from './graphql-words.ts'
import { schema } from '../schema.ts'

export interface ErrorSetting extends AnswerSetting {
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void
}

/** @returns what `errors` holds; what is not an ApiError or GraphQL's own is masked and logged */
export function formatError(error: Readonly<GraphQLError | Error>, setting: ErrorSetting): GraphQLError {
  const cause = error instanceof GraphQLError ? error.originalError : error
  const place = error instanceof GraphQLError ? { nodes: error.nodes ?? null, positions: error.positions ?? null, source: error.source ?? null, path: error.path ?? null } : {}
  const told = (code: ErrorCode, details: ErrorDetails): GraphQLError => {
    const { message, extensions } = answerOf(code, details, setting)
    return new GraphQLError(message, { ...place, extensions })
  }
  if (cause instanceof ApiError) return told(cause.code, cause.details)
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) {
    return told('INVALID_INPUT', { ...wordsOf(error), ...fieldOf(error.message) })
  }
  setting.log('internal error', { error: cause?.stack ?? error.message })
  return formatError(new ApiError('INTERNAL'), setting)
}

/** The code of an error that a resolver threw; undefined for GraphQL's own. */
export function codeOf(error: GraphQLError): ErrorCode {
  const cause = error.originalError
  if (cause instanceof ApiError) return cause.code
  return cause === undefined || cause instanceof GraphQLError ? 'INVALID_INPUT' : 'INTERNAL'
}

/** GraphQL names the input it could not take only in its sentence: `Variable "$input" has invalid value at .type: …`. */
function fieldOf(message: string): ErrorDetails {
  const [, variable, path = ''] = /^Variable "\$(\w+)" has invalid value(?: at ((?:\.\w+|\[\d+\])+))?/.exec(message) ?? []
  const missing = /(?:required|unknown) field "(\w+)"/.exec(message)?.[1]
  const field = [variable === undefined ? '' : variable + path.replace(/\[(\d+)\]/g, '.$1'), missing].filter(Boolean).join('.')
  const type = schema.getType(/in "(\w+)" enum/.exec(message)?.[1] ?? '')
  return {
    ...(field !== '' && { field }),
    ...(type instanceof GraphQLEnumType && { allowed: type.getValues().map((value) => value.name) }),
  }
}
