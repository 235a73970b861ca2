// A list that is read page by page: more is put to what is there.
import { useEffect, useState } from 'preact/hooks'
import type { Operation } from '../../ask.ts'
import { useAsk } from './use-ask.ts'
import type { Problem } from './use-ask.ts'

export interface Connection<Row> {
  readonly edges: readonly { readonly node: Row }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

export interface Pages<Row> {
  /** Undefined until the first page is there. */
  readonly rows: readonly Row[] | undefined
  readonly problem: Problem | undefined
  readonly isAsking: boolean
  /** Undefined where there is no more. */
  readonly more: (() => void) | undefined
  /** From the first page on. */
  readonly again: () => void
}

/** What was read already, and where it ended. */
interface Before<Row> {
  readonly key: string
  readonly rows: readonly Row[]
  readonly after?: string
}

/** @param variables all but `after` @param connectionOf where the page stands in the answer */
export function usePages<Data, Variables extends object, Row>(
  document: Operation<Data, Variables & { readonly after?: string }>,
  variables: Variables,
  connectionOf: (data: Data) => Connection<Row>,
): Pages<Row> {
  const key = JSON.stringify(variables)
  const [before, setBefore] = useState<Before<Row>>({ key, rows: [] })
  useEffect(() => setBefore({ key, rows: [] }), [key])
  const known: Before<Row> = before.key === key ? before : { key, rows: [] }
  const { data, problem, isAsking, again } = useAsk(document, { ...variables, ...(known.after !== undefined && { after: known.after }) })
  const page = data && connectionOf(data)
  const rows = [...known.rows, ...(page?.edges.map(({ node }) => node) ?? [])]
  const { hasNextPage = false, endCursor = null } = page?.pageInfo ?? {}
  return {
    rows: page || known.rows.length > 0 ? rows : undefined,
    problem,
    isAsking,
    more: hasNextPage && endCursor !== null ? () => setBefore({ key, rows, after: endCursor }) : undefined,
    again: () => (known.after === undefined ? again() : setBefore({ key, rows: [] })),
  }
}
