// A whole list as a file: all of its pages are read, up to a bound that is told.
import { useState } from 'preact/hooks'
import { ask } from '../../ask.ts'
import type { Mode, Operation } from '../../ask.ts'
import { grouped } from '../../language.ts'
import { ProblemLine } from './asked.tsx'
import { useDashboard } from './context.ts'
import { csvOf, saveCsv } from './csv.ts'
import type { Cell } from './csv.ts'
import { problemOf } from './use-ask.ts'
import type { Problem } from './use-ask.ts'
import type { Connection } from './use-pages.ts'

const ROWS_OF_A_PAGE = 100
/** Reads are limited by the minute. */
const MOST_PAGES = 50

type PageVariables = { readonly first: number; readonly after?: string }

interface SaveListProps<Data, Variables extends object, Row> {
  readonly name: string
  readonly document: Operation<Data, Variables & PageVariables>
  readonly variables: Variables
  readonly connectionOf: (data: Data) => Connection<Row>
  readonly head: readonly string[]
  readonly cellsOf: (row: Row) => readonly Cell[]
}

export function SaveList<Data, Variables extends object, Row>({ name, document, variables, connectionOf, head, cellsOf }: SaveListProps<Data, Variables, Row>) {
  const { words, mode } = useDashboard()
  const [isBusy, setBusy] = useState(false)
  const [isCut, setCut] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const save = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { rows, isAll } = await readAll(document, variables, connectionOf, mode)
      saveCsv(name, csvOf(head, rows.map(cellsOf)))
      setCut(!isAll)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="save-list">
      <button class="button quiet" type="button" disabled={isBusy} onClick={() => void save()}>{isBusy ? words.loading : words.saveCsv}</button>
      {isCut && <p class="hint" role="status">{words.csvCut(grouped(ROWS_OF_A_PAGE * MOST_PAGES))}</p>}
      <ProblemLine problem={problem} />
    </div>
  )
}

async function readAll<Data, Variables extends object, Row>(
  document: Operation<Data, Variables & PageVariables>,
  variables: Variables,
  connectionOf: (data: Data) => Connection<Row>,
  mode: Mode,
): Promise<{ readonly rows: readonly Row[]; readonly isAll: boolean }> {
  const rows: Row[] = []
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { edges, pageInfo } = connectionOf(await ask(document, { variables: { ...variables, first: ROWS_OF_A_PAGE, ...(after !== undefined && { after }) }, mode, isQuiet: true }))
    rows.push(...edges.map(({ node }) => node))
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return { rows, isAll: true }
    after = pageInfo.endCursor
  }
  return { rows, isAll: false }
}
