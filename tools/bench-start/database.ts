// D1 for a workerd that nobody else serves: SQLite in this process, asked over HTTP as workerd's own binding asks.
import { globSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { json } from 'node:stream/consumers'

interface Statement {
  readonly sql: string
  readonly params?: readonly SQLInputValue[]
}

export interface ServedDatabase {
  /** Host and port. */
  readonly address: string
  readonly close: () => void
}

/** @param migrations their folder @param sql run after them */
export async function serveDatabase(migrations: string, sql: string): Promise<ServedDatabase> {
  const database = new DatabaseSync(':memory:')
  for (const file of globSync('*.sql', { cwd: migrations }).toSorted()) database.exec(readFileSync(join(migrations, file), 'utf8'))
  database.exec(sql)

  const answer = async (request: IncomingMessage): Promise<string> => {
    const isInColumns = request.url?.endsWith('=ROWS_AND_COLUMNS') ?? false
    const asked = [await json(request)].flat() as readonly Statement[]
    return JSON.stringify(asked.map((statement) => ({ success: true, meta: {}, results: resultsOf(database, statement, isInColumns) })))
  }
  const server = createServer((request, response) => {
    void answer(request).then((text) => response.setHeader('Content-Type', 'application/json').end(text))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    address: typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '',
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function resultsOf(database: DatabaseSync, { sql, params = [] }: Statement, isInColumns: boolean): unknown {
  const statement = database.prepare(sql)
  if (!isInColumns) return statement.all(...params)
  statement.setReturnArrays(true)
  return { columns: statement.columns().map(({ name }) => name), rows: statement.all(...params) }
}
