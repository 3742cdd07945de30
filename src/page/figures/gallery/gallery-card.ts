/** For tests: makes a picture for sharing from figures of the gallery. */
import { cardLayout, mostFigures, type CardShape } from '../share-card/card-layout.ts'
import { pictureOf } from '../share-card/card-picture.ts'
import { composeCard, drawingText } from '../share-card/compose-card.ts'

/** Returns the PNG in Base64, and the drawing as the text of an SVG file. */
export async function makeCard(
  shape: CardShape,
  names: readonly string[],
): Promise<{ png: string; text: string }> {
  const { drawAt } = cardLayout(shape, names.length, true)
  document.querySelector('main')!.classList.add(`draw-at-${drawAt}`)
  // Gives the figures time to measure themselves again.
  await new Promise((done) => setTimeout(done, 300))
  const figures = names.slice(0, mostFigures).map((name) => {
    const figure = document.querySelector(`.figure-${name}`)!
    return {
      title: figure.querySelector('.figure-title')!.textContent ?? '',
      sentence: figure.querySelector('.figure-sentence')?.textContent ?? '',
      picture: figure.querySelector<SVGSVGElement>('svg.plot')!,
    }
  })
  const facts = [
    { value: '239,625', label: 'messages' },
    { value: '52', label: 'people written to' },
    { value: '1,024 hr', label: 'in voice' },
  ]
  const content = {
    heading: 'Ines on Discord',
    period: '2016 – 2026',
    figures,
    facts,
    footer: 'made with dumpus',
  }
  const card = composeCard(content, shape)
  const bytes = new Uint8Array(await (await pictureOf(card)).arrayBuffer())
  return { png: bytes.toBase64(), text: drawingText(card) }
}
