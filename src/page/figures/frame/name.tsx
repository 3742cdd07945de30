/**
 * Names from outside: any text of any length, direction and content, shown so that it cannot break what
 * stands around it.
 */
import { useLocale } from '../../texts/locale.ts'

/** First strong isolate and its end: what stands between them has a direction of its own. */
const isolate = '\u2068'
const endIsolate = '\u2069'
/** Controls, line ends, and marks that turn the direction of what follows. */
const unruly = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g
/** What a title may show: enough to tell names apart. */
const longestTitle = 300

const segmenter = new Intl.Segmenter()

/** One line, without what is unruly; `fallback` when nothing visible remains. */
export function tidyName(name: string, fallback: string): string {
  const start = name.slice(0, 2000).replaceAll(unruly, ' ').trim()
  return /[^\s\u00ad\u200b-\u200d\u2060\u3164]/u.test(start) ? start : fallback
}

/** At most so many letters as people count them, with an ellipsis when some were cut. */
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

/** For sentences and readouts: tidy, short, and of its own direction. */
export function isolated(name: string, fallback: string, letters = 40): string {
  return `${isolate}${shorten(tidyName(name, fallback), letters)}${endIsolate}`
}

/** How many letters fit, by the mean width of a letter at this font size. */
function lettersIn(pixels: number, fontSize = 12): number {
  return Math.max(0, Math.floor(pixels / (fontSize * 0.56)))
}

/** A name in text, cut by the layout, whole in its title. */
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
  /** Of the base line. */
  y: number
  /** CSS pixels that it may take. */
  width: number
  anchor?: 'start' | 'middle' | 'end'
  class?: string
  /** As the class has it; 12 by default. */
  fontSize?: number
}

/**
 * A name in a picture, cut to the pixels that it has: by letters, and for wide letters and towers of accents
 * by clipping.
 */
export function SvgName(props: SvgNameProps) {
  const { text, x, y, width, anchor = 'start', fontSize = 12 } = props
  const { texts } = useLocale()
  const tidy = tidyName(text, texts.figures.frame.unnamed)
  const part = { start: 0, middle: 0.5, end: 1 }[anchor]
  // Room for the halo, and for letters that reach below the line.
  const [rise, height] = [fontSize * 1.25, fontSize * 1.75]
  const room = Math.max(1, width) + 4
  return (
    <svg class="clip" x={x - part * room} y={y - rise} width={room} height={height}>
      <text x={part * room} y={rise} text-anchor={anchor} class={`plot-name ${props.class ?? ''}`}>
        <title>{shorten(tidy, longestTitle)}</title>
        {isolated(tidy, '', Math.max(1, lettersIn(width, fontSize)))}
      </text>
    </svg>
  )
}
