/**
 * The frame of every figure: heading, one sentence made from the data, the picture, its cursor with a
 * readout, and the data as a table. A figure supplies a plot; the frame adds keyboard, pointer, touch, and
 * the empty state.
 */
import type { ComponentChildren } from 'preact'
import { useId, useMemo, useState } from 'preact/hooks'
import { useLocale } from '../../texts/locale.ts'
import { type CursorGrid, moveCursor } from './cursor.ts'
import { DataTable, type TableContent } from './data-table.tsx'
import { useWidth } from './use-width.ts'
import { Tip, type TipPlace, tipPlaceOf } from './tip.tsx'

export interface Size {
  width: number
  height: number
}

/**
 * How to draw: a layout computed once per width, a picture drawn once per layout, and an overlay for the
 * cursor.
 */
export interface Plot<L extends Size> {
  layout(width: number): L
  picture(layout: L): ComponentChildren
  /** Highlights the value under the cursor. */
  overlay?(layout: L, index: number): ComponentChildren
  cursor: PlotCursor<L>
}

export interface PlotCursor<L> extends CursorGrid {
  /** The cursor's first index when the figure gets the focus; by default the last value. */
  start?: number
  /** The value as a sentence, with names and units. */
  label(index: number): string
  /** The index of the value nearest to a point of the picture; null if none is near. */
  locate(layout: L, x: number, y: number): number | null
  /**
   * The index after a key, for values that form neither a row nor rows. Null leaves the key to `moveCursor`.
   */
  move?(key: string, index: number): number | null
  /** Called on Enter or on a click. */
  select?(index: number): void
}

export interface FigureProps<L extends Size> {
  /** The figure's name in styles and tests, and on the screen Share. */
  name: string
  title: string
  /** Made from the data: what a person would say about the picture. */
  sentence?: string | null
  /**
   * How to read the picture, if that is not obvious. While the cursor is on a value, the value replaces this
   * line, unless a tip beside the mouse shows it.
   */
  reading?: ComponentChildren
  /** What is missing in the picture, and why. */
  partial?: string | null
  /** Shown instead of the picture: why there is none. */
  empty?: string | null
  /** Chips and other controls beside the heading. */
  actions?: ComponentChildren
  legend?: ComponentChildren
  plot?: Plot<L>
  /** The contents of a figure without a plot, such as a list. */
  children?: ComponentChildren
  /** Makes the table. Called only while the table is open. */
  table?: () => TableContent
}

export function Figure<L extends Size>(props: FigureProps<L>) {
  const id = useId()
  const { name, title, sentence, reading, partial, empty, actions, legend, plot, table, children } = props
  const { texts } = useLocale()
  const [isTable, setTable] = useState(false)
  const isEmpty = empty !== undefined && empty !== null
  return (
    <figure class={`figure figure-${name}`} aria-labelledby={`${id}-title`}>
      <figcaption class="figure-head">
        <h2 class="figure-title" id={`${id}-title`}>
          {title}
        </h2>
        {table && !isEmpty && (
          <button
            type="button"
            class="chip figure-more"
            aria-expanded={isTable}
            onClick={() => setTable(!isTable)}
          >
            {texts.figures.frame.asTable}
          </button>
        )}
        {!isEmpty && sentence && <p class="figure-sentence">{sentence}</p>}
        {actions && <div class="figure-actions">{actions}</div>}
      </figcaption>
      {isEmpty ? (
        <EmptyPicture text={empty} />
      ) : (
        <>
          {children}
          {plot && <Picture plot={plot} title={title} sentence={sentence ?? ''} reading={reading} />}
          {legend}
          {!plot && reading && <div class="figure-note">{reading}</div>}
          {partial && <p class="figure-note figure-partial">{partial}</p>}
          {table && isTable && (
            <div class="figure-table">
              <DataTable {...table()} label={title} rowsAtFirst={50} />
            </div>
          )}
        </>
      )}
    </figure>
  )
}

interface PictureProps<L extends Size> {
  plot: Plot<L>
  title: string
  sentence: string
  reading: ComponentChildren
}

function Picture<L extends Size>({ plot, title, sentence, reading }: PictureProps<L>) {
  const { texts } = useLocale()
  const [ref, width] = useWidth()
  const [index, setIndex] = useState<number | null>(null)
  const [tip, setTip] = useState<TipPlace | null>(null)
  const layout = useMemo(() => plot.layout(width), [plot, width])
  const picture = useMemo(() => plot.picture(layout), [plot, layout])
  const { cursor } = plot
  const shown = index !== null && index < cursor.count ? index : null
  const locate = (event: PointerEvent | MouseEvent) => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect()
    const scale = box.width > 0 ? layout.width / box.width : 1
    return cursor.locate(layout, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale)
  }
  const point = (event: PointerEvent) => {
    setIndex(locate(event))
    setTip(event.pointerType === 'mouse' ? tipPlaceOf(event) : null)
  }
  const press = (event: KeyboardEvent) => {
    setTip(null)
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next =
      shown === null ? null : (cursor.move?.(event.key, shown) ?? moveCursor(event.key, shown, cursor))
    if (next !== null) setIndex(next)
    else if (event.key === 'Enter' && shown !== null && cursor.select) cursor.select(shown)
    else if (event.key === 'Escape') setIndex(null)
    else return
    event.preventDefault()
  }
  return (
    <div class="figure-picture" ref={ref}>
      <svg
        class={cursor.select ? 'plot plot-selects' : 'plot'}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        width={layout.width}
        height={layout.height}
        tabindex={0}
        role="application"
        aria-roledescription={texts.figures.frame.picture}
        aria-label={[title, sentence, texts.figures.frame.keys].filter(Boolean).join(' ')}
        onKeyDown={press}
        onFocus={() =>
          setIndex((now) => now ?? (cursor.count > 0 ? (cursor.start ?? cursor.count - 1) : null))
        }
        onBlur={() => setIndex(null)}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={(event) => {
          setTip(null)
          if (event.pointerType === 'mouse') setIndex(null)
        }}
        onClick={(event) => {
          const found = cursor.select ? locate(event) : null
          if (found !== null) cursor.select!(found)
        }}
      >
        {picture}
        {shown !== null && plot.overlay && <g class="overlay">{plot.overlay(layout, shown)}</g>}
      </svg>
      {shown !== null && tip && <Tip place={tip} text={cursor.label(shown)} />}
      <div class="figure-line">
        <p class="figure-readout" aria-live="polite">
          {shown === null ? '' : cursor.label(shown)}
        </p>
        {reading && <div class="figure-note">{reading}</div>}
      </div>
    </div>
  )
}

function EmptyPicture({ text }: { text: string }) {
  return (
    <div class="figure-empty">
      <svg viewBox="0 0 120 32" aria-hidden="true">
        <path d="M0 24C20 24 22 10 40 10S60 24 80 24 104 16 120 16" />
      </svg>
      <p>{text}</p>
    </div>
  )
}
