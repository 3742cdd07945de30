/**
 * The value beside the mouse. It is placed by attributes, because the page's policy refuses inline styles.
 */

/** Where the mouse is in the picture, and the width of the picture, in CSS pixels. */
export interface TipPlace {
  x: number
  y: number
  width: number
}

/** For an event of the picture's `svg`. */
export function tipPlaceOf(event: PointerEvent): TipPlace {
  const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top, width: box.width }
}

const tipHeight = 72
const tipWidthMax = 352
/** If the mouse is nearer to the top than this, the tip is below it. */
const tipAboveMin = 56
/**
 * By thirds of the picture: which side of the text is at the mouse, and which share of the text's room is to
 * the left of the mouse.
 */
const tipSides = [
  { side: 'start', share: 0 },
  { side: 'center', share: 1 / 2 },
  { side: 'end', share: 1 },
]

/**
 * The value beside the mouse. It is at most two thirds as wide as the picture, and never extends beyond its
 * sides. Screen readers ignore it, because the line below the picture has the same text.
 */
export function Tip({ place: { x, y, width }, text }: { place: TipPlace; text: string }) {
  const third = Math.min(2, Math.max(0, Math.floor((3 * x) / width))) || 0
  const { side, share } = tipSides[third]!
  const room = Math.min(tipWidthMax, (width * 2) / 3)
  const isBelow = y < tipAboveMin
  return (
    <svg class="figure-tip" aria-hidden="true">
      <foreignObject
        x={x - share * room}
        y={isBelow ? y + 24 : y - 12 - tipHeight}
        width={room}
        height={tipHeight}
      >
        <div class={`tip-room tip-${side} ${isBelow ? 'tip-below' : 'tip-above'}`}>
          <p>{text}</p>
        </div>
      </foreignObject>
    </svg>
  )
}
