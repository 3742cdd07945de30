/**
 * Composes a picture for sharing from figures in the document. It creates nodes and no markup, so names stay
 * text.
 */
import {
  type Box,
  type CardLayout,
  cardLayout,
  type CardShape,
  type FigureRoom,
  wrapText,
} from './card-layout.ts'
import { withInlineStyles } from './inline-styles.ts'
import { textWidth } from '../frame/text-width.ts'

export interface CardFigure {
  title: string
  sentence: string
  /** The figure's SVG in the document; its colours come from the page's theme. */
  picture: SVGSVGElement
}

export interface CardContent {
  /** The title: `Ines on Discord`, or one without a name. */
  heading: string
  /** The period as a text. */
  period: string
  figures: readonly CardFigure[]
  facts: readonly { value: string; label: string }[]
  /** The text in the upper right corner: what the picture was made with. */
  footer: string
}

const namespace = 'http://www.w3.org/2000/svg'
const lineHeight = 1.25

/** Returns the drawing; `drawingText` turns it into a file, `pictureOf` into a PNG. */
export function composeCard(content: CardContent, shape: CardShape): SVGSVGElement {
  const layout = cardLayout(shape, content.figures.length, content.facts.length > 0)
  const { width, height, margin } = layout
  const paint = pageColors()
  const card = element('svg', { width, height, viewBox: `0 0 ${width} ${height}` })
  card.append(
    element('rect', { width, height, fill: paint('--ground') }),
    ...skyLine(width, shape === 'wide' ? 8 : 14, paint),
    ...head(content, layout, paint),
    ...content.figures
      .slice(0, layout.figures.length)
      .flatMap((figure, index) => figureIn(figure, layout.figures[index]!, layout, paint)),
    ...(layout.facts ? factsIn(content.facts, layout.facts, layout, paint) : []),
    textAt(content.footer, width - margin, margin + layout.headingSize * 0.6, {
      size: layout.titleSize,
      fill: paint('--ink-soft'),
      anchor: 'end',
    }),
  )
  return card
}

/** The drawing as the text of an SVG file. */
export function drawingText(card: SVGSVGElement): string {
  return new XMLSerializer().serializeToString(card)
}

type Paint = (name: string) => string

function pageColors(): Paint {
  const style = getComputedStyle(document.documentElement)
  return (name) => style.getPropertyValue(name).trim()
}

function element(name: string, attributes: Record<string, string | number>): SVGSVGElement {
  const made = document.createElementNS(namespace, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`)
  return made as SVGSVGElement
}

interface TextStyle {
  size: number
  fill: string
  weight?: number
  anchor?: 'start' | 'end'
}

const fontFamily = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Helvetica Neue, Arial, sans-serif'

function textAt(
  text: string,
  x: number,
  y: number,
  { size, fill, weight = 500, anchor = 'start' }: TextStyle,
) {
  const made = element('text', {
    ...{ x, y, fill, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor },
    'font-family': fontFamily,
  })
  made.textContent = text
  return made
}

/** A line in the colours of the sky, like the one above the page. */
function skyLine(width: number, height: number, paint: Paint): SVGElement[] {
  const gradient = element('linearGradient', { id: 'card-sky' })
  const stops = [
    ['0', '--sky-noon'],
    ['.28', '--sky-evening'],
    ['.46', '--sky-night'],
    ['.56', '--sky-deep'],
    ['.78', '--sky-morning'],
    ['1', '--sky-noon'],
  ] as const
  gradient.append(...stops.map(([offset, name]) => element('stop', { offset, 'stop-color': paint(name) })))
  return [gradient, element('rect', { width, height, fill: 'url(#card-sky)' })]
}

function head(content: CardContent, layout: CardLayout, paint: Paint): SVGElement[] {
  const { margin, headingSize, titleSize, width } = layout
  const measure = measureAt(headingSize, 700)
  const [heading = ''] = wrapText(content.heading, width - 2 * margin - 260, 1, measure)
  const y = margin + headingSize * 0.75
  return [
    textAt(heading, margin, y, { size: headingSize, fill: paint('--ink'), weight: 700 }),
    textAt(content.period, margin, y + titleSize * 1.7, { size: titleSize, fill: paint('--ink-soft') }),
  ]
}

function figureIn(figure: CardFigure, room: FigureRoom, layout: CardLayout, paint: Paint): SVGElement[] {
  const { titleSize, sentenceSize } = layout
  const lines = wrapText(figure.sentence, room.width, room.lines, measureAt(sentenceSize, 650))
  const picture = withInlineStyles(figure.picture)
  const [width, height] = fitted(figure.picture, room.picture.width, room.picture.height)
  // Centred in the remaining room; pictures keep their proportions.
  const x = room.picture.x + (room.picture.width - width) / 2
  for (const [name, value] of Object.entries({ x, y: room.picture.y, width, height })) {
    picture.setAttribute(name, `${value}`)
  }
  picture.setAttribute('overflow', 'visible')
  return [
    textAt(figure.title, room.x, room.y + titleSize, {
      size: titleSize,
      fill: paint('--ink-soft'),
      weight: 600,
    }),
    ...lines.map((line, index) =>
      textAt(line, room.x, room.y + titleSize * 1.4 + (index + 0.8) * sentenceSize * lineHeight, {
        size: sentenceSize,
        fill: paint('--ink'),
        weight: 650,
      }),
    ),
    picture,
  ]
}

/** The largest size that fits into the room without changing the proportions. */
function fitted(picture: SVGSVGElement, width: number, height: number): [number, number] {
  const [, , ownWidth = 1, ownHeight = 1] = (picture.getAttribute('viewBox') ?? '').split(' ').map(Number)
  const scale = Math.max(0.01, Math.min(width / ownWidth, height / ownHeight))
  return [ownWidth * scale, ownHeight * scale]
}

function factsIn(facts: CardContent['facts'], box: Box, layout: CardLayout, paint: Paint): SVGElement[] {
  const { factSize, titleSize } = layout
  const rowHeight = factSize * 2.6
  const most = Math.max(1, Math.floor(box.width / (factSize * 5)))
  const rows = Math.max(1, Math.round(box.height / rowHeight))
  const shown = facts.slice(0, most * rows)
  const columns = Math.min(most, shown.length)
  // If there is room for more rows than there are, the rows stand at the bottom of the box.
  const top = box.y + (rows - Math.ceil(shown.length / columns)) * rowHeight
  return shown.flatMap(({ value, label }, index) => {
    const x = box.x + ((index % columns) * box.width) / columns
    const y = top + Math.floor(index / columns) * rowHeight
    const [line = ''] = wrapText(label, box.width / columns - 16, 1, measureAt(titleSize, 500))
    return [
      textAt(value, x, y + factSize * 0.8, { size: factSize, fill: paint('--ink'), weight: 700 }),
      textAt(line, x, y + factSize * 0.8 + titleSize * 1.4, {
        size: titleSize,
        fill: paint('--ink-soft'),
      }),
    ]
  })
}

/** Measures texts in the fonts of the card. */
function measureAt(size: number, weight: number): (text: string) => number {
  return (text) => textWidth(text, { size, weight, family: fontFamily })
}
