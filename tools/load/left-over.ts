// What the database still holds to be done, once the service has stopped: nothing, where nothing was lost.
import { openLocalDatabase } from '../local/open-database.ts'
import { PIPED, runTool } from '../local/tools.ts'

interface Row {
  readonly what: string
  readonly count: number
}

interface Database {
  readonly prepare: (sql: string) => { readonly all: () => Promise<{ readonly results: readonly Row[] }> }
}

/** Rows whose messages would be in a queue, and alarms but for those of prices: the twins deliver one length and size, whatever was priced. */
const LEFT_OVER = `
SELECT 'generations that have not ended' AS what, count(*) AS count FROM jobs WHERE status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED')
UNION ALL SELECT 'ended generations that owe something', count(*) FROM jobs WHERE due_for = 'OWED' AND due_at_ms IS NOT NULL
UNION ALL SELECT 'webhooks that are not delivered', count(*) FROM webhook_deliveries WHERE status <> 'DELIVERED'
UNION ALL SELECT 'alarm ' || kind || ' of ' || subject || ': ' || detail, count(*) FROM alarms WHERE kind <> 'PRICE' GROUP BY kind, subject, detail`

/** @returns what is not as it should be */
export async function leftOver(stateFolder: string): Promise<readonly string[]> {
  const { env, dispose } = await openLocalDatabase<{ readonly DB: Database }>(stateFolder)
  try {
    const { results } = await env.DB.prepare(LEFT_OVER).all()
    return results.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`)
  } finally {
    await dispose()
  }
}

/** The books, by the service's own audit. */
export async function audited(stateFolder: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runTool('npm', ['run', '-s', 'audit'], { stdio: PIPED, environment: { STATE_DIR: stateFolder, NO_COLOR: '1' } })
  return code === 0 ? [] : [`${stdout}${stderr}`.trim()]
}
