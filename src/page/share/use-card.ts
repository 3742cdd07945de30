/**
 * The picture of the chosen figures. It is composed again whenever the figures, the texts around them, the
 * shape or the theme change.
 */
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { CardShape } from '../figures/share-card/card-layout.ts'
import { type CardContent, composeCard } from '../figures/share-card/compose-card.ts'

/** The texts around the figures. */
export type CardFrame = Omit<CardContent, 'figures'>

export interface DrawnCard {
  /** Null until a chosen figure is drawn. */
  card: SVGSVGElement | null
  /** What the first chosen figure that is empty says about it; null if none is empty. */
  reason: string | null
}

/** Draws the chosen figures in `source`. `figures`: their CSS classes without `figure-`. */
export function useCard(
  source: RefObject<HTMLElement | null>,
  shape: CardShape,
  figures: readonly string[],
  frame: CardFrame,
): DrawnCard {
  const [drawn, setDrawn] = useState<DrawnCard>({ card: null, reason: null })
  const theme = useTheme()
  const wanted = JSON.stringify([shape, figures, frame, theme])
  useEffect(() => {
    const compose = () => {
      const found = source.current ? figuresIn(source.current, figures) : []
      const card = found.length > 0 ? composeCard({ ...frame, figures: found }, shape) : null
      setDrawn({ card, reason: source.current?.querySelector('.figure-empty')?.textContent ?? null })
    }
    // Figures draw, measure, and draw again, and late data changes them once more.
    const observer = new MutationObserver(() => requestAnimationFrame(compose))
    if (source.current) observer.observe(source.current, { subtree: true, childList: true, attributes: true })
    const frameId = requestAnimationFrame(() => requestAnimationFrame(compose))
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frameId)
    }
  }, [source, wanted])
  return drawn
}

/** Leaves out empty figures, which have no SVG. */
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
