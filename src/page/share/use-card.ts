/** The picture of the chosen figures: composed again whenever they, the theme or the language change. */
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { CardShape } from '../figures/share-card/card-layout.ts'
import { type CardContent, composeCard } from '../figures/share-card/compose-card.ts'

/** What stands around the figures. */
export type CardFrame = Omit<CardContent, 'figures'>

/** Null until the figures in `source` were drawn. `figures` name them by class. */
export function useCard(
  source: RefObject<HTMLElement | null>,
  shape: CardShape,
  figures: readonly string[],
  frame: CardFrame,
): SVGSVGElement | null {
  const [card, setCard] = useState<SVGSVGElement | null>(null)
  const theme = useTheme()
  const wanted = JSON.stringify([shape, figures, frame, theme])
  useEffect(() => {
    const compose = () => {
      const found = source.current ? figuresIn(source.current, figures) : []
      setCard(found.length > 0 ? composeCard({ ...frame, figures: found }, shape) : null)
    }
    // Figures draw, measure, and draw again; data that comes later changes them once more.
    const observer = new MutationObserver(() => requestAnimationFrame(compose))
    if (source.current) observer.observe(source.current, { subtree: true, childList: true, attributes: true })
    const frameId = requestAnimationFrame(() => requestAnimationFrame(compose))
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frameId)
    }
  }, [source, wanted])
  return card
}

/** Those with a picture: an empty one has none. */
function figuresIn(source: HTMLElement, names: readonly string[]) {
  return names.flatMap((name) => {
    const figure = source.querySelector(`.figure-${name}`)
    const picture = figure?.querySelector<SVGSVGElement>('svg.plot')
    if (!figure || !picture) return []
    const textOf = (selector: string) => figure.querySelector(selector)?.textContent ?? ''
    return [{ title: textOf('.figure-title'), sentence: textOf('.figure-sentence'), picture }]
  })
}

function useTheme(): string {
  const root = document.documentElement
  const [theme, setTheme] = useState(root.dataset.theme ?? '')
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(root.dataset.theme ?? ''))
    observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [root])
  return theme
}
