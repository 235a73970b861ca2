// The local databases: migrated, and the first either filled for the first time or, like the others, made ready to go on after a restart.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeSecretFile } from './secret-file.ts'
import { PIPED, runTool } from './tools.ts'

/**
 * Local queues are in memory, so a restart loses every message: whatever was in flight is due at once, instead of
 * when the sweeper would otherwise miss an answer.
 */
const REDRIVE_SQL = `
UPDATE jobs SET due_at_ms = 0 WHERE status IN ('WAITING', 'QUEUED', 'SUBMITTING', 'PROCESSING', 'HELD') AND due_at_ms IS NOT NULL;
UPDATE webhook_deliveries SET due_at_ms = 0 WHERE status = 'PENDING' AND due_at_ms IS NOT NULL;
`

/** Applies the migrations, then the SQL: to the others that alone which makes them ready to go on. Throws with what wrangler printed. */
export async function prepareDatabases(apiConfig: string, stateFolder: string, names: readonly string[], sql: string): Promise<void> {
  const wrangler = async (...args: string[]) => {
    const where = [`--config=${apiConfig}`, '--local', `--persist-to=${stateFolder}`]
    const environment = wranglerLogs(stateFolder)
    const { code, stdout, stderr } = await runTool('wrangler', ['d1', ...args, ...where], { stdio: PIPED, environment })
    if (code !== 0) throw new Error(`wrangler d1 ${args[0]} failed:\n\n${stdout}${stderr}`)
  }
  const sqlFile = join(stateFolder, 'start.sql')
  for (const [index, name] of names.entries()) {
    writeSecretFile(sqlFile, index === 0 ? `${sql}\n${REDRIVE_SQL}` : REDRIVE_SQL)
    await wrangler('migrations', 'apply', name)
    await wrangler('execute', name, '--yes', `--file=${sqlFile}`)
  }
  rmSync(sqlFile)
}

/** Where wrangler keeps its own logs: with the state, not in the home folder. */
export const wranglerLogs = (stateFolder: string) => ({ WRANGLER_LOG_PATH: join(stateFolder, 'wrangler-logs') })
