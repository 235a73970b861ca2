// What the audit log tells of: a change that an administrator made, or an owner to all of his account.
export const AUDIT_ACTIONS = [
  'account.create', 'account.update', 'account.suspend', 'account.unsuspend', 'account.close', 'account.export', 'account.reopen', 'account.move', 'user.suspend', 'user.unsuspend',
  'credits.grant', 'key.create', 'key.revoke', 'model.off', 'model.on', 'media.takedown', 'ask.grant', 'ask.decline', 'alarm.close',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]
