/** A row of buttons that stay pressed. */

interface ChipsProps<Value> {
  /** For screen readers: what is chosen here. */
  label: string
  values: readonly Value[]
  nameOf(value: NoInfer<Value>): string
  isOn(value: NoInfer<Value>): boolean
  choose(value: NoInfer<Value>): void
}

/** One button per value. The caller decides whether one or several may be pressed. */
export function Chips<Value extends string | number | null>(props: ChipsProps<Value>) {
  const { label, values, nameOf, isOn, choose } = props
  return (
    <div class="chips" role="group" aria-label={label}>
      {values.map((value) => (
        <button
          key={value}
          type="button"
          class="chip"
          aria-pressed={isOn(value)}
          onClick={() => choose(value)}
        >
          {nameOf(value)}
        </button>
      ))}
    </div>
  )
}
