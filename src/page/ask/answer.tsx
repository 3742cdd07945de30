/**
 * The answer to a question: the number of rows, a plain chart if one makes sense, the table, and the CSV
 * download.
 */
import { useMemo } from 'preact/hooks'
import { csvOf } from '../data/csv.ts'
import type { Rows } from '../data/database-protocol.ts'
import { saveFile } from '../device/save-file.ts'
import { DataTable } from '../figures/frame/data-table.tsx'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import { AnswerChart, isNumberColumn } from './answer-chart.tsx'
import type { Asking } from './use-asking.ts'

export function Answer({ asking }: { asking: Asking }) {
  const { texts, formats } = useLocale()
  const t = texts.ask
  if (asking.state === 'idle') return null
  if (asking.state === 'failed') {
    return (
      <Notice kind="bad">
        {formats.labelled(t.failed, '')}
        <bdi>{asking.message}</bdi>
      </Notice>
    )
  }
  if (asking.state === 'running')
    return (
      <div aria-busy="true">
        <Notice>{t.running}</Notice>
      </div>
    )
  if (asking.state !== 'answered') return <Notice>{t.stopped}</Notice>
  return <AnswerRows rows={asking.rows} seconds={asking.seconds} />
}

function AnswerRows({ rows: answer, seconds }: { rows: Rows; seconds: number }) {
  const { texts, formats } = useLocale()
  const t = texts.ask
  const { columns, rows, isCut } = answer
  const content = useMemo(
    () => ({
      columns: columns.map((label, index) =>
        isNumberColumn(answer, index) ? { label, isNumber: true } : { label, isName: true },
      ),
      rows: rows.map((row) => row.map((value) => ({ text: String(value ?? ''), sort: value }))),
    }),
    [answer],
  )
  return (
    <section class="card stack" aria-label={t.answer}>
      <div class="row row-apart">
        <p role="status">
          {t.took(rows.length, formats.number(Math.round(seconds * 100) / 100))}
          {isCut && ` ${t.cut(formats.number(rows.length))}`}
        </p>
        {rows.length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => saveFile('answer.csv', 'text/csv', csvOf(answer))}
          >
            {t.csv}
          </button>
        )}
      </div>
      {rows.length === 0 ? <p class="soft">{t.nothing}</p> : <AnswerChart answer={answer} />}
      {rows.length > 0 && <DataTable {...content} label={t.answer} search={texts.figures.frame.search} />}
    </section>
  )
}
