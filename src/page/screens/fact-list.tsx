/** Numbers with their names, side by side. */

export function FactList({ facts }: { facts: readonly (readonly [value: string, label: string])[] }) {
  return (
    <dl class="grid grid-small">
      {facts.map(([value, label]) => (
        <div key={label} class="fact">
          <dt class="fact-label">{label}</dt>
          <dd class="fact-value fact-value-small">
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}
