// Client tokens, as callers mint them.
import { GraphQLInputObjectType, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { createToken } from '../../auth/issue-token.ts'
import type { MintedToken } from '../../auth/issue-token.ts'
import { SCOPES } from '../../domain/scope.ts'
import type { Scope } from '../../domain/scope.ts'
import { isoTime } from '../../domain/times.ts'
import type { Context } from '../types/context.ts'
import { NOT_NEGATIVE, ScopeEnum, checked, isCredits } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

const TokenInput = new GraphQLInputObjectType({
  name: 'ClientTokenCreateInput',
  description: 'A token for a browser or an app, instead of a key.',
  fields: {
    scopes: { type: listOf(ScopeEnum), defaultValue: ['generate', 'read'], description: '`GENERATE`, `READ` or both; none that your key has not.' },
    endUser: { type: nonNull(GraphQLString), description: 'Your own id of the user: 1 to 128 visible ASCII characters. The token makes and sees this user\'s generations alone.' },
    maxCredits: { type: nonNull(GraphQLInt), description: 'The most it may spend in all.' },
    expiresInSeconds: { type: nonNull(GraphQLInt), defaultValue: 600, description: '1 to 3600.' },
  },
})

const TokenType = new GraphQLObjectType<MintedToken>({
  name: 'ClientToken',
  description: 'A token that was just made.',
  fields: {
    token: { type: nonNull(GraphQLString), description: 'Send it as `Authorization: Bearer …`.' },
    expiresAt: { type: nonNull(DateTimeScalar), description: 'When it stops working.', resolve: ({ expiresAtMs }) => isoTime(expiresAtMs) },
  },
})

const TokenSchema = v.object({
  input: v.object({ scopes: v.array(v.picklist(SCOPES)), endUser: v.string(), maxCredits: v.number(), expiresInSeconds: v.number() }),
})
const TOKEN_SCOPES: ReadonlySet<Scope> = new Set(['generate', 'read'])

function createClientToken(args: unknown, { services, caller }: Context): Promise<MintedToken> {
  const { input } = v.parse(TokenSchema, args)
  const { scopes, endUser, maxCredits, expiresInSeconds } = input
  checked(input, [
    ['input.scopes', scopes.length > 0 && scopes.every((scope) => TOKEN_SCOPES.has(scope)), { en: 'A client token has the scopes GENERATE, READ or both.', hi: 'client token के scopes GENERATE, READ या दोनों होते हैं।' }],
    ['input.endUser', /^[\x21-\x7e]{1,128}$/.test(endUser), { en: 'An end user is 1 to 128 visible ASCII characters.', hi: 'endUser 1 से 128 दिखने वाले ASCII अक्षरों का होता है।' }],
    ['input.maxCredits', isCredits(maxCredits), NOT_NEGATIVE],
    ['input.expiresInSeconds', expiresInSeconds >= 1 && expiresInSeconds <= 3600, { en: 'Ask for 1 to 3600 seconds.', hi: '1 से 3600 सेकंड तक दें।' }],
  ])
  return createToken(services, caller, { ...input, scopes: [...new Set(scopes)] })
}

export const clientTokenCreateField: GraphQLFieldConfig<unknown, Context> = {
  type: nonNull(TokenType),
  description: 'Makes a token of minutes for a browser or an app, which must never hold a key.',
  args: { input: { type: nonNull(TokenInput), description: 'What it is to be.' } },
  resolve: (_source, args, context) => createClientToken(args, context),
}
