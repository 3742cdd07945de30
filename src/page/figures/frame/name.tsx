/**
 * Shows names from outside (any text of any length, direction and content) so that they cannot break the
 * layout around them.
 */
import { useMemo } from 'preact/hooks'
import { useLocale } from '../../texts/locale.ts'
import { textWidth } from './text-width.ts'

/**
 * Unicode's First Strong Isolate and Pop Directional Isolate: the text between them keeps a direction of its
 * own.
 */
const isolate = '\u2068'
const endIsolate = '\u2069'
/** Control characters, line breaks, and marks that change the direction of the following text. */
const unruly = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g
/** Maximum number of graphemes of a name and of its tooltip: enough to distinguish names. */
const longestTitle = 300

const segmenter = new Intl.Segmenter()

/**
 * Returns at most the first 2,000 UTF-16 units of the name as one line without control characters; `fallback`
 * if nothing visible remains.
 */
export function tidyName(name: string, fallback: string): string {
  const start = name.slice(0, 2000).replaceAll(unruly, ' ').trim()
  return /[^\s\u00ad\u200b-\u200d\u2060\u3164]/u.test(start) ? start : fallback
}

/** Cuts the text to this many graphemes and appends an ellipsis if it was longer. */
function shorten(text: string, letters: number): string {
  if (text.length <= letters) return text
  let end = 0
  let count = 0
  for (const { index, segment } of segmenter.segment(text.slice(0, letters * 8 + 64))) {
    if (++count > letters) return `${text.slice(0, end).trimEnd()}…`
    end = index + segment.length
  }
  return end < text.length ? `${text.slice(0, end).trimEnd()}…` : text
}

/** A name for sentences and readouts: tidy, short, and with its own direction. */
export function isolated(name: string, fallback: string, letters = 40): string {
  return `${isolate}${shorten(tidyName(name, fallback), letters)}${endIsolate}`
}

/** The weight of names in pictures. */
const weight = 600

/**
 * Cuts the text to this many pixels, with an ellipsis; '' if fewer letters than `lettersMin` would remain.
 */
function fitted(text: string, pixels: number, fontSize: number, lettersMin: number): string {
  const start = shorten(text, longestTitle)
  if (textWidth(start, { size: fontSize, weight }) <= pixels) return start
  const letters = [...segmenter.segment(start)].map(({ segment }) => segment)
  const cut = (count: number) => `${letters.slice(0, count).join('').trimEnd()}…`
  let [low, high] = [0, letters.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (textWidth(cut(middle), { size: fontSize, weight }) <= pixels) low = middle
    else high = middle - 1
  }
  return low >= lettersMin ? cut(Math.max(1, low)) : ''
}

/** A name in running text. The layout cuts it; the tooltip shows up to 300 graphemes of it. */
export function Name({ text }: { text: string }) {
  const { texts } = useLocale()
  const tidy = tidyName(text, texts.figures.frame.unnamed)
  return (
    <bdi class="cut" title={shorten(tidy, longestTitle)}>
      {shorten(tidy, longestTitle)}
    </bdi>
  )
}

export interface SvgNameProps {
  text: string
  x: number
  /** The baseline. */
  y: number
  /** The maximum width in CSS pixels. */
  width: number
  anchor?: 'start' | 'middle' | 'end'
  class?: string
  /** The font size that the class sets; 12 by default. */
  fontSize?: number
  /** A name is left out if fewer letters of it fit: `Li…` identifies nobody. */
  lettersMin?: number
}

/**
 * A name in a picture, cut to the available pixels: first by measuring its letters, then by clipping, because
 * stacked accents and other fonts take more room than was measured.
 */
export function SvgName(props: SvgNameProps) {
  const { text, x, y, width, anchor = 'start', fontSize = 12, lettersMin = 0 } = props
  const { texts } = useLocale()
  const tidy = tidyName(text, texts.figures.frame.unnamed)
  const shown = useMemo(() => fitted(tidy, width, fontSize, lettersMin), [tidy, width, fontSize, lettersMin])
  if (shown === '') return null
  const part = { start: 0, middle: 0.5, end: 1 }[anchor]
  // Room for the halo, and for letters with descenders.
  const [rise, height] = [fontSize * 1.25, fontSize * 1.75]
  const room = Math.max(1, width) + 4
  return (
    <svg class="clip" x={x - part * room} y={y - rise} width={room} height={height}>
      <text x={part * room} y={rise} text-anchor={anchor} class={`plot-name ${props.class ?? ''}`}>
        <title>{shorten(tidy, longestTitle)}</title>
        {`${isolate}${shown}${endIsolate}`}
      </text>
    </svg>
  )
}
