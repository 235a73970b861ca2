// Which scope each operation needs, in one table. A root field without a line here does not start: nothing is open by
// having been forgotten.
import type { GraphQLFieldConfig } from 'graphql'
import { requireScope } from '../../auth/scopes.ts'
import { suspendedError } from '../../domain/suspended.ts'
import type { Scope } from '../../domain/scope.ts'
import type { Context } from './context.ts'
import { ownValue } from '../../domain/own-value.ts'

type AnyOf = readonly [Scope, ...Scope[]]

/** One of the scopes suffices; the first is named to who has none of them. */
const SCOPES_OF: Readonly<Record<string, AnyOf>> = {
  generation: ['read'],
  generations: ['read'],
  archive: ['read'],
  providers: ['read', 'generate'],
  quote: ['generate', 'read'],
  me: ['billing'],
  creditEntries: ['billing'],
  asks: ['billing'],
  askCreate: ['billing'],
  events: ['keys', 'billing'],
  webhookDeliveries: ['keys'],
  webhookEndpoints: ['keys'],
  apiKeys: ['keys'],
  accountUpdate: ['billing'],
  accountClose: ['keys'],
  accountExport: ['keys'],
  accountExports: ['keys'],
  upload: ['generate', 'read'],
  uploadCreate: ['generate'],
  generate: ['generate'],
  videoCreate: ['generate'],
  imageCreate: ['generate'],
  audioCreate: ['generate'],
  avatarCreate: ['generate'],
  cancelGeneration: ['generate'],
  generationCancel: ['generate'],
  mediaDelete: ['generate'],
  webhookRedeliver: ['keys'],
  webhookTest: ['keys'],
  webhookSecretRotate: ['keys'],
  webhookEndpointCreate: ['keys'],
  webhookEndpointUpdate: ['keys'],
  webhookEndpointDelete: ['keys'],
  webhookEndpointSecretRotate: ['keys'],
  webhookExample: ['keys'],
  webhookRecover: ['keys'],
  apiKeyCreate: ['keys'],
  apiKeyRoll: ['keys'],
  apiKeyRevoke: ['keys'],
  adminAccounts: ['admin'],
  adminAccount: ['admin'],
  adminModels: ['admin'],
  adminAuditLog: ['admin'],
  adminMargins: ['admin'],
  adminAlarms: ['admin'],
  adminAsks: ['admin'],
  adminShards: ['admin'],
  adminAskSettle: ['admin'],
  adminAccountCreate: ['admin'],
  adminAccountUpdate: ['admin'],
  adminCreditsGrant: ['admin'],
  adminKeyRevoke: ['admin'],
  adminModelSwitch: ['admin'],
  adminAlarmClose: ['admin'],
  adminTakedown: ['admin'],
  adminAccountSuspend: ['admin'],
  adminAccountUnsuspend: ['admin'],
  adminAccountReopen: ['admin'],
  adminAccountMove: ['admin'],
  // It hands on what its key has of these.
  clientTokenCreate: ['generate', 'read'],
}

type Field = GraphQLFieldConfig<unknown, Context>

/** What who is suspended may still do: end what he has, and fetch it. A token is what his users read with. */
const ENDING: ReadonlySet<string> = new Set(['cancelGeneration', 'generationCancel', 'mediaDelete', 'accountExport', 'apiKeyRevoke', 'webhookEndpointDelete', 'clientTokenCreate'])

/** @param of who is suspended reads what is his, and changes nothing but what ends something */
export function guarded(of: 'READS' | 'CHANGES', fields: Readonly<Record<string, Field>>): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, guardedField(name, field, ENDING.has(name) || (of === 'READS' && !name.startsWith('admin')))]))
}

/** For those alone who have a scope for it, and saying so. */
function guardedField(name: string, field: Field, isOpenToSuspended: boolean): Field {
  const anyOf = ownValue(SCOPES_OF, name)
  const { resolve, description } = field
  if (!anyOf || !resolve) throw new Error(`the operation ${name} has no line in SCOPES_OF, or no resolver`)
  return {
    ...field,
    description: `${description ?? ''} Scope: ${anyOf.map((scope) => `\`${scope}\``).join(' or ')}.`,
    resolve: (source, args, context, info) => {
      requireScope(context.caller, anyOf, context.services.now())
      if (context.caller.suspended !== null && !isOpenToSuspended) throw suspendedError(context.caller.suspended)
      return resolve(source, args, context, info)
    },
  }
}
