/** A table that can be sorted and searched: for the tables of figures, and for the lists of screens. */
import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { useLocale } from '../../texts/locale.ts'
import { Name } from './name.tsx'

export interface Column {
  label: string
  /** Numbers are right-aligned and sort from the largest. */
  isNumber?: boolean
  /** Text from outside: it is cut, and keeps its own direction. */
  isName?: boolean
}

export interface Cell {
  text: string
  /** The sort key if it is not the cell's text; null sorts last. */
  sort?: number | string | null
  href?: string
}

/** One cell per column; a bare string is a cell that sorts by its text. */
export type Row = readonly (Cell | string)[]

export interface TableContent {
  columns: readonly Column[]
  rows: readonly Row[]
}

export interface DataTableProps extends TableContent {
  /** The table's name for screen readers. */
  label: string
  /** If set, a search field with this label is shown. */
  search?: string
  /** The initial sort column and direction. Without it, the rows keep the given order. */
  sortedBy?: { column: number; isDescending: boolean }
  /** Number of rows before “show more”; 15 by default. */
  rowsAtFirst?: number
  /** Shown beside the search field. */
  tools?: ComponentChildren
}

export function DataTable(props: DataTableProps) {
  const { columns, rows, label, search, sortedBy, rowsAtFirst = 15, tools } = props
  const { texts, language } = useLocale()
  const [order, setOrder] = useState(sortedBy ?? null)
  const [wanted, setWanted] = useState('')
  const [limit, setLimit] = useState(rowsAtFirst)
  const found = useFound(rows, wanted, order, language)
  // Up to three more rows take as little room as the button that would show them.
  const shown = found.length <= limit + 3 ? found.length : limit
  const sortBy = (column: number) =>
    setOrder((now) => ({
      column,
      isDescending: now?.column === column ? !now.isDescending : columns[column]!.isNumber === true,
    }))
  return (
    <div class="data-table">
      {(search || tools) && (
        <div class="table-tools">
          {search && (
            <input
              class="input"
              type="search"
              aria-label={search}
              placeholder={search}
              value={wanted}
              onInput={(event) => setWanted(event.currentTarget.value)}
            />
          )}
          <span class="soft small" role="status">
            {texts.figures.frame.rows(found.length)}
          </span>
          {tools}
        </div>
      )}
      <div class="table-frame" tabIndex={0} role="region" aria-label={label}>
        <table class={columns[0]?.isNumber ? 'table table-narrow' : 'table'}>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th
                  key={index}
                  scope="col"
                  class={column.isNumber ? 'number' : undefined}
                  aria-sort={ariaSort(order, index)}
                >
                  <button type="button" class="table-sort" onClick={() => sortBy(index)}>
                    {column.label}
                    <span aria-hidden="true">{arrow(order, index)}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((row, index) => (
              <TableRow key={index} row={row} columns={columns} />
            ))}
          </tbody>
        </table>
      </div>
      {found.length === 0 && <p class="soft">{texts.figures.frame.noMatch}</p>}
      {found.length > shown && (
        <button type="button" class="button" onClick={() => setLimit(limit * 4)}>
          {texts.figures.frame.moreRows(Math.min(found.length, limit * 4) - limit)}
        </button>
      )}
    </div>
  )
}

type Order = { column: number; isDescending: boolean } | null

/** The rows that match the search, sorted. */
function useFound(rows: readonly Row[], wanted: string, order: Order, language: string): readonly Row[] {
  return useMemo(
    () => sortRows(searchRows(rows, wanted, language), order, language),
    [rows, wanted, order, language],
  )
}

function TableRow({ row, columns }: { row: Row; columns: readonly Column[] }) {
  return (
    <tr>
      {row.map((cell, index) => {
        const { text, href } = cellOf(cell)
        const column = columns[index]!
        const content = column.isName ? <Name text={text} /> : text
        const linked = href === undefined ? content : <a href={href}>{content}</a>
        if (index === 0) {
          return (
            <th key={index} scope="row" class={column.isNumber ? 'number' : undefined}>
              {linked}
            </th>
          )
        }
        return (
          <td key={index} class={column.isNumber ? 'number' : undefined}>
            {linked}
          </td>
        )
      })}
    </tr>
  )
}

function cellOf(cell: Cell | string): Cell {
  return typeof cell === 'string' ? { text: cell } : cell
}

function searchRows(rows: readonly Row[], wanted: string, language: string): readonly Row[] {
  const needle = wanted.trim().toLocaleLowerCase(language)
  if (needle === '') return rows
  return rows.filter((row) =>
    row.some((cell) => cellOf(cell).text.toLocaleLowerCase(language).includes(needle)),
  )
}

function sortRows(rows: readonly Row[], order: Order, language: string): readonly Row[] {
  if (!order) return rows
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  const direction = order.isDescending ? -1 : 1
  const valueOf = (row: Row) => {
    const cell = cellOf(row[order.column]!)
    return cell.sort === undefined ? cell.text : cell.sort
  }
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort(({ value: one }, { value: other }) => {
      if (one === null || other === null) return (one === null ? 1 : 0) - (other === null ? 1 : 0)
      if (typeof one === 'number' && typeof other === 'number') return (one - other) * direction
      return compare(String(one), String(other)) * direction
    })
    .map(({ row }) => row)
}

function ariaSort(order: Order, index: number): 'ascending' | 'descending' | 'none' {
  if (order?.column !== index) return 'none'
  return order.isDescending ? 'descending' : 'ascending'
}

function arrow(order: Order, index: number): string {
  if (order?.column !== index) return ''
  return order.isDescending ? '↓' : '↑'
}
