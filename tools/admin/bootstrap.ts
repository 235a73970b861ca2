// The first admin key. It is shown this once, apart from the SQL, in which only its hash stands.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSecretFile } from '../local/secret-file.ts'
import { PIPED, projectFolder, runTool } from '../local/tools.ts'
import { mintKey } from '../../src/domain/key-format.ts'
import { OPERATOR_ACCOUNT, operatorSql } from './operator-sql.ts'
import { Refused, Usage } from './refusals.ts'

export interface Where {
  readonly local: boolean
  readonly remote: boolean
}

/** Prints the SQL, or runs it through wrangler, locally in STATE_DIR or .wrangler/state. */
export async function bootstrap({ local, remote }: Where): Promise<{ readonly data: unknown; readonly lines: readonly string[] }> {
  if (local && remote) throw new Usage('Give --local or --remote.')
  const key = mintKey('live', randomBytes)
  const sql = operatorSql(key, Date.now())
  const data = { accountId: OPERATOR_ACCOUNT, key }
  const told = `The admin key of ${OPERATOR_ACCOUNT}, shown this once: ${key}`
  if (local || remote) {
    await execute(sql, remote ? ['--remote'] : ['--local', `--persist-to=${process.env['STATE_DIR'] || join(projectFolder, '.wrangler', 'state')}`])
    return { data, lines: [told] }
  }
  // Apart from the SQL, so that a file it is written to does not hold the key.
  process.stderr.write(`${told}\n`)
  return { data: { ...data, sql }, lines: sql }
}

async function execute(sql: readonly string[], where: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'doitong-bootstrap-'))
  try {
    const file = join(folder, 'operator.sql')
    writeSecretFile(file, sql.join('\n'))
    const { code, stdout, stderr } = await runTool('wrangler', ['d1', 'execute', 'doitong', '--yes', `--file=${file}`, ...where], { stdio: PIPED })
    if (code !== 0) throw new Refused(`wrangler d1 execute failed: ${(stderr || stdout).trim().split('\n').filter(Boolean).join(' ')}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
