// Work of many steps that nobody waits for: a takedown, an archive of an account, its closing, its move to another database. Its row says how far it has come; what is done twice harms nothing.

export const TASK_KINDS = ['takedown', 'closing', 'export', 'move'] as const
export type TaskKind = (typeof TASK_KINDS)[number]

const PREFIXES = { takedown: 'tkd_', closing: 'cls_', export: 'exp_', move: 'mov_' } as const satisfies Record<TaskKind, string>

/** In a message that something is due, in the place of a job's id. */
export const isTaskId = (id: string): boolean => Object.values(PREFIXES).some((prefix) => id.startsWith(prefix))

/** Of bytes that were not named by anybody's generation; they may be several accounts'. */
export const OF_NO_ACCOUNT = 'none'
/** One for each account. */
export const closingId = (accountId: string): string => PREFIXES.closing + accountId
export const takedownId = (sha256: string): string => PREFIXES.takedown + sha256
/** One for each account, kept in the directory: the account's own tasks move with it. */
export const moveId = (accountId: string): string => PREFIXES.move + accountId
