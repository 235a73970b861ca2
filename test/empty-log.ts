// Empties the audit log, to which rows can only be added: its guards are taken off, and put back in the same batch.
import { env } from 'cloudflare:workers'

export async function emptyLog(database: D1Database = env.DB): Promise<void> {
  const [logged, triggers] = await database.batch<{ name: string; sql: string }>([
    database.prepare('select 1 from audit_log limit 1'), database.prepare("select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'audit_log'"),
  ])
  if (logged?.results.length !== 1) return
  const guards = triggers?.results ?? []
  await database.batch([...guards.map(({ name }) => database.prepare(`drop trigger ${name}`)), database.prepare('delete from audit_log'), ...guards.map(({ sql }) => database.prepare(sql))])
}
