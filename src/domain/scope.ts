// What a key may be allowed to do.

export const SCOPES = ['generate', 'read', 'keys', 'billing', 'admin'] as const
export type Scope = (typeof SCOPES)[number]
