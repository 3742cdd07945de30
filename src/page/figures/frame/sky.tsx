/** Gradients in the colours of the sky over a day: for pictures of hours, and for the heights of bars. */

/** From noon to noon, left to right, between two x coordinates of the picture. */
export function SkyGradient({ id, from, to }: { id: string; from: number; to: number }) {
  const stops = [
    [0, 'noon'],
    [0.27, 'evening'],
    [0.44, 'night'],
    [0.62, 'deep'],
    [0.78, 'morning'],
    [1, 'noon'],
  ] as const
  return (
    <defs>
      <linearGradient id={id} gradientUnits="userSpaceOnUse" x1={from} x2={to} y1={0} y2={0}>
        {stops.map(([offset, name]) => (
          <stop key={offset} class={`sky-${name}`} offset={offset} />
        ))}
      </linearGradient>
    </defs>
  )
}

/** From the accent colour at the bottom to the evening colour at the top. */
export function RiseGradient({ id, bottom, top }: { id: string; bottom: number; top: number }) {
  return (
    <defs>
      <linearGradient id={id} gradientUnits="userSpaceOnUse" x1={0} x2={0} y1={bottom} y2={top}>
        <stop class="sky-accent" offset={0} />
        <stop class="sky-accent" offset={0.25} />
        <stop class="sky-evening" offset={1} />
      </linearGradient>
    </defs>
  )
}
