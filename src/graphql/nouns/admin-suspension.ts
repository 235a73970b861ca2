// Suspending accounts and end users, and opening closed ones again, as administrators do it.
import { GraphQLID, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { reopenAccount } from '../../admin/close-account.ts'
import { setSuspended } from '../../admin/suspend.ts'
import type { Account } from '../../store/accounts.ts'
import { AdminAccountType, operatorOf } from './admin-accounts.ts'
import type { Context } from '../types/context.ts'
import { LONGEST_NOTE, characters, checked } from '../types/key-inputs.ts'
import { nonNull } from '../types/non-null.ts'

const LONGEST_USER = 255
const Arguments = v.object({ accountId: v.string(), endUser: v.nullish(v.string()), reason: v.string() })

const args = {
  accountId: { type: nonNull(GraphQLID), description: 'The account; its test keys follow.' },
  endUser: { type: GraphQLString, description: 'One of its end users alone; left out: all of it.' },
  reason: { type: nonNull(GraphQLString), description: `For the log: 1 to ${LONGEST_NOTE} characters.` },
}

const set = (given: unknown, context: Context, suspended: boolean): Promise<Account> => {
  const { accountId, endUser = null, reason } = v.parse(Arguments, given)
  checked(given, [characters('reason', reason.trim(), 1, LONGEST_NOTE), characters('endUser', endUser ?? 'all', 1, LONGEST_USER)])
  return setSuspended(context.services, operatorOf(context), { accountId, endUser, reason }, suspended)
}

export const adminSuspensionMutations = {
  adminAccountSuspend: {
    type: nonNull(AdminAccountType),
    description: 'Lets nothing new in of an account or of one of its end users: generations at once, all else within 30 seconds. What was accepted runs to its end, and everything can be read.',
    args,
    resolve: (_source, given, context) => set(given, context, true),
  },
  adminAccountUnsuspend: {
    type: nonNull(AdminAccountType),
    description: 'Ends that, within 30 seconds.',
    args,
    resolve: (_source, given, context) => set(given, context, false),
  },
  adminAccountReopen: {
    type: nonNull(AdminAccountType),
    description: 'Opens an account again that its owner has closed, with its keys as they were, until 30 days after that.',
    args: { accountId: args.accountId, reason: args.reason },
    resolve: (_source, given, context) => {
      const { accountId, reason } = v.parse(Arguments, given)
      checked(given, [characters('reason', reason.trim(), 1, LONGEST_NOTE)])
      return reopenAccount(context.services, operatorOf(context), accountId, reason)
    },
  },
} as const satisfies Record<string, GraphQLFieldConfig<unknown, Context>>
