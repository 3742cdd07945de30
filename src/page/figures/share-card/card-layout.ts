/** The layout of a picture for sharing: a wide one for link previews, a tall one for stories. */

export type CardShape = 'wide' | 'tall'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface CardLayout {
  width: number
  height: number
  margin: number
  headingSize: number
  titleSize: number
  sentenceSize: number
  factSize: number
  /** The width that figures should have in the document so that their letters are readable in the picture. */
  drawAt: number
  figures: readonly FigureRoom[]
  /** The room for one or two rows of numbers; null if there are none. */
  facts: Box | null
}

export interface FigureRoom {
  /** Position of the title and the sentence. */
  x: number
  y: number
  width: number
  lines: number
  /** Below the text, or beside it. */
  picture: Box
}

/** With more figures, the picture would be unreadable. */
export const mostFigures = 2

export function cardLayout(shape: CardShape, figures: number, hasFacts: boolean): CardLayout {
  if (shape === 'tall') return tallLayout(Math.min(figures, mostFigures), hasFacts)
  return figures > 1 ? wideLayout(hasFacts) : singleLayout(hasFacts)
}

const wide = {
  width: 1200,
  height: 630,
  margin: 56,
  headingSize: 34,
  titleSize: 17,
  sentenceSize: 25,
  factSize: 34,
}

/** Text at the left, the picture at the right. */
function singleLayout(hasFacts: boolean): CardLayout {
  const { margin, height } = wide
  const [x, width] = [margin, 380]
  const left = x + width + 32
  return {
    ...wide,
    drawAt: 640,
    figures: [
      {
        ...{ x, y: 176, width, lines: 5 },
        picture: { x: left, y: 104, width: wide.width - margin - left, height: height - 104 - 40 },
      },
    ],
    facts: hasFacts ? { x, y: height - margin - 152, width, height: 152 } : null,
  }
}

/** Two figures side by side. */
function wideLayout(hasFacts: boolean): CardLayout {
  const { margin, height } = wide
  const gap = 48
  const each = (wide.width - 2 * margin - gap) / 2
  const bottom = height - margin - (hasFacts ? 80 : 0)
  const [y, pictureTop] = [140, 244]
  return {
    ...wide,
    drawAt: 520,
    figures: [0, 1].map((index) => {
      const x = margin + index * (each + gap)
      const picture = { x, y: pictureTop, width: each, height: bottom - pictureTop }
      return { x, y, width: each, lines: 2, picture }
    }),
    facts: hasFacts
      ? { x: margin, y: height - margin - 56, width: wide.width - 2 * margin, height: 56 }
      : null,
  }
}

/** Figures one below the other. */
function tallLayout(count: number, hasFacts: boolean): CardLayout {
  const [width, height, margin] = [1080, 1920, 84]
  const [top, textHeight, gap] = [270, 150, 56]
  const bottom = height - margin - (hasFacts ? 190 : 0)
  const each = (bottom - top - (count - 1) * gap) / Math.max(1, count)
  const room = width - 2 * margin
  return {
    ...{ width, height, margin, headingSize: 62, titleSize: 28, sentenceSize: 42, factSize: 60, drawAt: 460 },
    figures: Array.from({ length: count }, (_, index) => {
      const y = top + index * (each + gap)
      const picture = { x: margin, y: y + textHeight, width: room, height: each - textHeight }
      return { x: margin, y, width: room, lines: 2, picture }
    }),
    facts: hasFacts ? { x: margin, y: height - margin - 120, width: room, height: 120 } : null,
  }
}

/**
 * Breaks the text into lines at most `width` wide. In a text with spaces, a longer word is not broken. If not
 * everything fits, the last line ends with an ellipsis.
 */
export function wrapText(
  text: string,
  width: number,
  lines: number,
  measure: (text: string) => number,
): string[] {
  const wrapped: string[] = []
  // Languages without spaces may break between any two letters.
  const pieces = text.includes(' ') ? text.split(/(?<= )/) : Array.from(text)
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && measure((line + piece).trimEnd()) > width) {
      wrapped.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  if (line.trim() !== '') wrapped.push(line.trimEnd())
  if (wrapped.length > lines) {
    const last = wrapped[lines - 1]!
    return [...wrapped.slice(0, lines - 1), `${last.slice(0, -1).trimEnd()}…`]
  }
  return wrapped
}
