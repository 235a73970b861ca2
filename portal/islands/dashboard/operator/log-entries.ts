// What is asked of the audit log, and its details as lines. Pure.
import type { AuditAction } from '../../../../src/domain/audit-action.ts'
import { operation } from '../../../ask.ts'
import type { Connection } from '../use-pages.ts'

type Facts = Readonly<Record<string, unknown>>

export interface LogEntry {
  readonly id: string
  readonly accountId: string | null
  readonly actorAccountId: string
  readonly actor: string
  readonly person: { readonly issuer: string; readonly subject: string } | null
  readonly action: string
  readonly target: string
  readonly detail: Facts
  readonly createdAt: string
}

interface Variables {
  readonly first: number
  readonly accountId?: string
  readonly action?: AuditAction
  readonly after?: string
}

export const LOG = operation<{ readonly adminAuditLog: Connection<LogEntry> }, Variables>(`query AuditLog($first: Int!, $after: String, $accountId: ID, $action: String) {
  adminAuditLog(first: $first, after: $after, accountId: $accountId, action: $action) {
    edges { node { id accountId actorAccountId actor person { issuer subject } action target detail createdAt } } pageInfo { hasNextPage endCursor }
  }
}`)

/** `plan FREE → PRO`, and whatever else was noted. */
export function changesOf({ before, after, ...notes }: Facts): readonly string[] {
  const [old, fresh] = [factsOf(before), factsOf(after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
  const changes = names.map((name) => `${name} ${name in old ? `${said(old[name])} → ` : ''}${said(fresh[name])}`)
  return [...changes, ...Object.entries(notes).flatMap(([name, value]) => (value === '' ? [] : [`${name} ${said(value)}`]))]
}

const factsOf = (value: unknown): Facts => (typeof value === 'object' && value !== null ? { ...value } : {})
const said = (value: unknown): string => (value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value))
