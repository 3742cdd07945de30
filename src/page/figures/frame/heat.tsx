/** Shades for heat maps: level 0 means zero; levels 1 to 7 grow with the value. */

export const heatLevels = 7

/** Uses the square root, so that small values differ visibly from zero and from each other. */
export function heatLevel(value: number, most: number): number {
  if (!(value > 0) || !(most > 0)) return 0
  return Math.max(1, Math.min(heatLevels, Math.ceil(Math.sqrt(value / most) * heatLevels)))
}

export function HeatLegend({ less, more }: { less: string; more: string }) {
  return (
    <p class="heat-legend">
      <span>{less}</span>
      <svg viewBox={`0 0 ${(heatLevels + 1) * 16} 12`} aria-hidden="true">
        {Array.from({ length: heatLevels + 1 }, (_, level) => (
          <rect key={level} class={`heat-${level}`} x={level * 16} width={14} height={12} rx={3} />
        ))}
      </svg>
      <span>{more}</span>
    </p>
  )
}
