// A table of rows: on a phone each row is a card, with the column's name before each cell.
import type { ComponentChildren } from 'preact'

export interface Column<Row> {
  readonly name: string
  readonly cell: (row: Row) => ComponentChildren
  /** Set to the end, figures below each other. */
  readonly isNumber?: boolean
  /** What the row is known by. */
  readonly isHead?: boolean
  /** Of buttons: its name is for who cannot see it. */
  readonly isNameless?: boolean
}

interface TableProps<Row> {
  /** What it is, for who cannot see it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <div class="table-wrap rows" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>{columns.map(({ name, isNumber = false, isNameless = false }) => <th scope="col" class={isNumber ? 'number' : undefined} key={name}>{isNameless ? <span class="visually-hidden">{name}</span> : name}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, isNumber = false, isHead = false, isNameless = false }) => {
                const Cell = isHead ? 'th' : 'td'
                return <Cell scope={isHead ? 'row' : undefined} class={isNumber ? 'number' : undefined} data-label={isHead || isNameless ? undefined : name} key={name}>{cell(row)}</Cell>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
