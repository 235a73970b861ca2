// What a load leaves behind goes, so that each begins as the one before it: the rows it made, and at ours the slots.
import type { Service } from './services.ts'

interface Gates {
  idFromName(name: string): unknown
  get(id: unknown): { release(request: { readonly jobIds: readonly string[] }): Promise<unknown> }
}

/** @param keptIds generations that stay */
export async function clearTraces({ name, miniflare }: Service, keptIds: readonly string[]): Promise<void> {
  const database = await miniflare.getD1Database('DB')
  const made = `FROM jobs WHERE id NOT IN (SELECT value FROM json_each(?))`
  if (name === 'ours') {
    const gates = (await miniflare.getDurableObjectNamespace('ACCOUNT_GATE')) as unknown as Gates
    const { results } = await database.prepare(`SELECT account_id, json_group_array(id) AS ids ${made} GROUP BY account_id`).bind(JSON.stringify(keptIds)).all<{ readonly account_id: string; readonly ids: string }>()
    for (const { account_id: account, ids } of results) await gates.get(gates.idFromName(account)).release({ jobIds: JSON.parse(ids) as string[] })
  }
  await database.batch([database.prepare(`DELETE ${made}`).bind(JSON.stringify(keptIds)), database.prepare(`DELETE FROM credit_entries WHERE kind = 'CHARGE'`)])
}
