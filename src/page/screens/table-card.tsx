/** A card with the table of an answer, or with its state if there is no answer. */
import type { Asked } from '../data/use-answer.ts'
import { type Column, DataTable, type Row } from '../figures/frame/data-table.tsx'
import { AnswerState } from './answer-state.tsx'

export interface TableCardProps<T> {
  title: string
  answer: Asked<T>
  /** The text if the answer has no rows. */
  empty: string
  columns: readonly Column[]
  row(value: T): Row
  search?: string
}

export function TableCard<T>({ title, answer, empty, columns, row, search }: TableCardProps<T>) {
  return (
    <section class="card stack">
      <h2>{title}</h2>
      {answer.state !== 'known' ? (
        <AnswerState answer={answer} />
      ) : answer.value.length === 0 ? (
        <p class="soft">{empty}</p>
      ) : (
        <DataTable label={title} columns={columns} rows={answer.value.map(row)} {...(search && { search })} />
      )}
    </section>
  )
}
