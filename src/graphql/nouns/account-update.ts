// What an account's owner sets about it.
import { GraphQLInputObjectType, GraphQLInt } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { makerHolds } from '../../auth/manage-keys.ts'
import { ApiError, invalidInput } from '../../domain/errors.ts'
import { setCreditsLowAt } from '../../store/accounts.ts'
import { selectAccount } from '../../store/credits.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { AccountType, readAccount } from './account.ts'

const UpdateInput = new GraphQLInputObjectType({
  name: 'AccountUpdateInput',
  description: 'What is to be otherwise. What is left out stays as it is.',
  fields: {
    creditsLowAt: { type: GraphQLInt, description: 'The threshold of the event `credits.low`, 0 or more; 0: no such event.' },
  },
})

const Arguments = v.object({ input: v.object({ creditsLowAt: v.nullish(v.number()) }) })

/** @throws ApiError INVALID_INPUT for a threshold under 0 */
export const accountUpdateField: GraphQLFieldConfig<unknown, Context> = {
  type: nonNull(AccountType),
  description: 'Changes a setting of your account.',
  args: { input: { type: nonNull(UpdateInput), description: 'What is to be otherwise.' } },
  resolve: async (_source, args, context) => {
    const { creditsLowAt } = v.parse(Arguments, args).input
    if (typeof creditsLowAt === 'number') await setThreshold(creditsLowAt, context)
    return readAccount(context)
  },
}

async function setThreshold(creditsLowAt: number, { services, caller }: Context): Promise<void> {
  if (creditsLowAt < 0) throw invalidInput('input.creditsLowAt', { en: 'The threshold is 0 or more.', hi: 'सीमा 0 या उससे अधिक हो सकती है।' })
  const { database, now } = services
  const [, [account]] = await database.batch([setCreditsLowAt(database, caller.accountId, creditsLowAt, makerHolds(caller, now())), selectAccount(database, caller.accountId)])
  if (account?.creditsLowAt !== creditsLowAt) throw new ApiError('UNAUTHENTICATED')
}
