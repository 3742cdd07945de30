/** A list with a bar below each name. */
import { Name } from './name.tsx'

export interface Bar {
  id: string
  name: string
  /** Fraction of the whole width, 0 to 1. */
  share: number
  /** The formatted value. */
  text: string
  /** Small text before the value. */
  detail?: string
  href?: string
}

export function BarList({ bars }: { bars: readonly Bar[] }) {
  return (
    <ol class="bars">
      {bars.map(({ id, name, share, text, detail, href }) => (
        <li key={id}>
          {href === undefined ? (
            <Name text={name} />
          ) : (
            <a href={href} class="cut">
              <Name text={name} />
            </a>
          )}
          <span class="bars-value">
            {detail && <span class="soft small">{detail} </span>}
            {text}
          </span>
          <svg aria-hidden="true">
            <rect class="bars-track" width="100%" height="6" rx="3" />
            <rect class="bars-bar" width={`${percent(share)}%`} height="6" rx="3" />
          </svg>
        </li>
      ))}
    </ol>
  )
}

/** Width of the bar in percent. It has a lower bound, so that the bar stays visible. */
function percent(share: number): number {
  return share > 0 ? Math.min(100, Math.max(1, Math.round(share * 1000) / 10)) : 0
}
