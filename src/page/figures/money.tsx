/** Money: one sum per currency (currencies are never added up), and the table of payments. */
import { rollup, sum } from 'd3-array'
import { dayNumberOf } from '../data/calendar.ts'
import type { Payment } from '../data/types.ts'
import { useLocale } from '../texts/locale.ts'
import { DataTable } from './frame/data-table.tsx'
import { Figure } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'

export interface MoneyProps {
  payments: readonly Payment[]
  empty?: string | null
}

export const Money = guarded('money', MoneyFigure)

function MoneyFigure({ payments, empty }: MoneyProps) {
  const { texts, formats } = useLocale()
  const t = texts.figures.money
  const totals = [
    ...rollup(
      payments,
      (some) => ({
        count: some.length,
        amount: sum(some, ({ amount }) => amount),
        exponent: some[0]!.exponent,
      }),
      ({ currency }) => currency,
    ),
  ].sort(([, one], [, other]) => other.count - one.count)
  const amounts = totals.map(([currency, { amount, exponent }]) => formats.money(amount, currency, exponent))
  return (
    <Figure
      name="money"
      title={t.title}
      sentence={payments.length > 0 ? t.sentence(payments.length, formats.list(amounts)) : null}
      reading={totals.length > 1 ? t.never : null}
      empty={payments.length > 0 ? null : (empty ?? texts.figures.frame.empty)}
    >
      <div class="grid grid-small">
        {totals.map(([currency, { count }], index) => (
          <div key={currency} class="fact">
            <span class="fact-value">{amounts[index]}</span>
            <span class="fact-label">{texts.figures.units.payments(count)}</span>
          </div>
        ))}
      </div>
      <DataTable
        label={t.title}
        sortedBy={{ column: 0, isDescending: true }}
        columns={[
          { label: texts.figures.columns.day },
          { label: texts.figures.columns.description, isName: true },
          { label: texts.figures.columns.amount, isNumber: true },
        ]}
        rows={payments.map(({ day, description, amount, currency, exponent }) => [
          { text: formats.day(dayNumberOf(day)), sort: day },
          description || '–',
          { text: formats.money(amount, currency, exponent), sort: amount / 10 ** exponent },
        ])}
      />
    </Figure>
  )
}
