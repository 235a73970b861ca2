// The end of one's own account.
import { GraphQLID, GraphQLInputObjectType, GraphQLObjectType } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { closeAccount } from '../../admin/close-account.ts'
import { requireOwner } from '../../auth/scopes.ts'
import { ERASED_AFTER_MS } from '../../domain/closing.ts'
import { invalidInput } from '../../domain/errors.ts'
import { isoTime } from '../../domain/times.ts'
import type { Account } from '../../store/accounts.ts'
import { operatorOf } from './admin-accounts.ts'
import type { Context } from '../types/context.ts'
import { nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

const ClosedAccountType = new GraphQLObjectType<Account, Context>({
  name: 'ClosedAccount',
  description: 'An account that was closed.',
  fields: {
    accountId: { type: nonNull(GraphQLID), description: 'Its id: keep it, should you want it back.', resolve: ({ id }) => id },
    closedAt: { type: nonNull(DateTimeScalar), description: 'Since when no key, token or session of it works.', resolve: ({ closedAtMs }) => isoTime(closedAtMs) },
    erasedAfter: { type: nonNull(DateTimeScalar), description: 'From then on its media and what is personal in it are deleted. Until then support can open it again.', resolve: ({ closedAtMs }) => isoTime((closedAtMs ?? 0) + ERASED_AFTER_MS) },
  },
})

const CloseInput = new GraphQLInputObjectType({
  name: 'AccountCloseInput',
  description: 'The confirmation.',
  fields: {
    accountId: { type: nonNull(GraphQLID), description: 'The id of your account, as `me { id }` tells it: so nobody closes one by accident.' },
  },
})

const Arguments = v.object({ input: v.object({ accountId: v.string() }) })

/** @throws ApiError FORBIDDEN for who is bounded in any way, INVALID_INPUT for another id than that of his own account */
export const accountCloseField: GraphQLFieldConfig<unknown, Context> = {
  type: nonNull(ClosedAccountType),
  description: 'Closes your account and that of its test keys: keys, client tokens and sessions end, open generations are cancelled, and after 30 days everything but the ledger is deleted. Wants a live key with every usual scope and no bounds, or a session.',
  args: { input: { type: nonNull(CloseInput), description: 'The confirmation.' } },
  resolve: (_source, args, context) => {
    const { accountId } = v.parse(Arguments, args).input
    const { caller, services } = context
    requireOwner(caller)
    if (accountId !== caller.accountId) {
      throw invalidInput('input.accountId', { en: 'To confirm, give the id of your own account, as me { id } tells it.', hi: 'पुष्टि के लिए अपने ही account का id दें, जैसा me { id } बताता है।' })
    }
    return closeAccount(services, operatorOf(context), accountId)
  },
}
