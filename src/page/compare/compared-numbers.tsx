/** A table of numbers of two sides, next to each other. */
import { useLocale } from '../texts/locale.ts'

interface Props {
  names: readonly string[]
  /** Each row: a label, then its value on each side. */
  rows: readonly (readonly string[])[]
}

export function ComparedNumbers({ names, rows }: Props) {
  const { formats } = useLocale()
  return (
    <div class="card table-frame" tabIndex={0} role="region" aria-label={formats.series(names)}>
      <table class="table">
        <thead>
          <tr>
            <td class="table-corner" />
            {names.map((name, index) => (
              <th key={index} scope="col" class="number">
                <bdi class="cut">{name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, ...values]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {values.map((value, index) => (
                <td key={index} class="number">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
