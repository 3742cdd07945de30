/** Measures texts in the browser's fonts. */

/** A canvas that is never shown. Undefined until the first measurement. */
let canvas: CanvasRenderingContext2D | null | undefined
/** Read only once, because each reading makes the browser compute styles. */
let pageFamily: string | undefined

/** The width in CSS pixels, in the page's fonts unless others are given. */
export function textWidth(
  text: string,
  { size, weight, family }: { size: number; weight: number; family?: string },
): number {
  if (canvas === undefined)
    canvas = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d')
  // Without a canvas (in tests, and in browsers that refuse it), the mean width of a letter is estimated.
  if (!canvas) return text.length * size * 0.6
  family ??= pageFamily ??= getComputedStyle(document.body).fontFamily
  canvas.font = `${weight} ${size}px ${family}`
  return canvas.measureText(text).width
}
