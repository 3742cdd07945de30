/** Where the words went: servers and direct messages as areas, divided into their channels or people. */
import { useMemo } from 'preact/hooks'
import { sum } from 'd3-array'
import { type Locale, useLocale } from '../texts/locale.ts'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated, SvgName } from './frame/name.tsx'
import { seriesCount } from './frame/series.tsx'
import { squarify, type Tile } from './frame/squares.ts'

/** A channel or a person. */
export interface WordsPart {
  id: string
  name: string
  messages: number
}

/** A server, the group DMs, or all direct messages. */
export interface WordsGroup extends WordsPart {
  parts: readonly WordsPart[]
}

export interface WordsWentProps {
  groups: readonly WordsGroup[]
  /** Called for a tile of a group's part, or of a whole group (`partId` is null). */
  onSelect?: (groupId: string, partId: string | null) => void
}

interface Area {
  value: number
  group: WordsGroup
  /** Null for a whole group, and for the sum of a group's small parts. */
  part: WordsPart | null
  name: string
  series: string
}

interface AreasLayout extends Size {
  tiles: readonly Tile<Area>[]
  outlines: readonly Tile<{ value: number; group: WordsGroup; series: string }>[]
}

/** More groups would be too small to see. */
const mostGroups = 20
const mostParts = 12
/** Maximum number of tiles for the servers beyond the largest ones. They share one frame. */
const mostRestParts = 72
const headHeight = 24

export const WordsWent = guarded('wordsWent', WordsWentFigure)

function WordsWentFigure({ groups, onSelect }: WordsWentProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const t = texts.figures.wordsWent
  const sorted = useMemo(() => byMessages(groups.filter(({ messages }) => messages > 0)), [groups])
  const total = sum(sorted, ({ messages }) => messages)
  const plot = useMemo(() => areasPlot(sorted, locale, onSelect), [sorted, locale, onSelect])
  const first = sorted[0]
  return (
    <Figure
      name="words-went"
      title={t.title}
      sentence={
        first
          ? t.sentence(
              formats.percent(first.messages / total),
              isolated(first.name, texts.figures.frame.unnamed),
            )
          : null
      }
      empty={first ? null : texts.figures.frame.empty}
      plot={plot}
      table={() => ({
        columns: [
          { label: texts.figures.columns.place, isName: true },
          { label: texts.figures.columns.name, isName: true },
          { label: texts.figures.columns.messages, isNumber: true },
          { label: texts.figures.columns.share, isNumber: true },
        ],
        rows: sorted.flatMap(({ name, parts }) =>
          byMessages(parts).map((part) => [
            name,
            part.name,
            { text: formats.number(part.messages), sort: part.messages },
            { text: formats.percent(part.messages / total), sort: part.messages },
          ]),
        ),
      })}
    />
  )
}

function byMessages<T extends WordsPart>(parts: readonly T[]): T[] {
  return parts.toSorted((one, other) => other.messages - one.messages)
}

/** The parts with a tile of their own, and the rest, which shares one: `most` tiles at most. */
function withRest(
  parts: readonly WordsPart[],
  most: number,
): { shown: readonly WordsPart[]; rest: readonly WordsPart[] } {
  const sorted = byMessages(parts).filter(({ messages }) => messages > 0)
  return sorted.length <= most
    ? { shown: sorted, rest: [] }
    : { shown: sorted.slice(0, most - 1), rest: sorted.slice(most - 1) }
}

function areasPlot(
  groups: readonly WordsGroup[],
  locale: Locale,
  onSelect: WordsWentProps['onSelect'],
): Plot<AreasLayout> {
  const { formats } = locale
  const total = sum(groups, ({ messages }) => messages)
  // The choice of tiles and their order do not depend on the width.
  const areas = areasLayout(groups, 1000, locale).tiles.map(({ item }) => item)
  return {
    layout: (width) => areasLayout(groups, width, locale),
    picture: (layout) => <Areas layout={layout} format={formats.compact} />,
    overlay: ({ tiles }, index) => {
      const { x, y, width, height } = tiles[index]!
      return (
        <rect
          class="cursor-box"
          x={x + 1}
          y={y + 1}
          width={Math.max(2, width - 2)}
          height={Math.max(2, height - 2)}
          rx={3}
        />
      )
    },
    cursor: {
      count: areas.length,
      start: 0,
      label: (index) => areaText(areas[index]!, total, locale),
      locate: ({ tiles }, px, py) => {
        const found = tiles.findIndex(
          ({ x, y, width, height }) => px >= x && px < x + width && py >= y && py < y + height,
        )
        return found === -1 ? null : found
      },
      ...(onSelect && {
        select(index: number) {
          const { group, part } = areas[index]!
          if (group.id !== '') onSelect(group.id, part?.id ?? null)
          else if (part) onSelect(part.id, null)
        },
      }),
    },
  }
}

/** Names of areas that have room for fewer letters are left out; the cursor shows them. */
const lettersMin = 5

function Areas({ layout, format }: { layout: AreasLayout; format: (value: number) => string }) {
  return (
    <>
      {layout.tiles.map(({ item, x, y, width, height }, index) => (
        <g key={index} class={`tile ${item.series}`}>
          <rect x={x + 1} y={y + 1} width={Math.max(0, width - 2)} height={Math.max(0, height - 2)} rx={3} />
          {item.name !== item.group.name && width > 38 && height > 20 && (
            <SvgName text={item.name} x={x + 8} y={y + 17} width={width - 12} lettersMin={lettersMin} />
          )}
          {item.name !== item.group.name && width > 60 && height > 38 && (
            <text class="tile-value" x={x + 8} y={y + 32}>
              {format(item.value)}
            </text>
          )}
        </g>
      ))}
      {layout.outlines.map(({ item, x, y, width, height }, index) => (
        <g key={index} class={`tile-group ${item.series}`}>
          <rect x={x + 1} y={y + 1} width={Math.max(0, width - 2)} height={Math.max(0, height - 2)} rx={4} />
          {hasHead({ width, height }) && (
            <SvgName text={item.group.name} x={x + 8} y={y + 17} width={width - 12} lettersMin={lettersMin} />
          )}
        </g>
      ))}
    </>
  )
}

function areaText({ group, name, value }: Area, all: number, { texts, formats }: Locale): string {
  const inner = isolated(name, texts.figures.frame.unnamed)
  const outer = isolated(group.name, texts.figures.frame.unnamed)
  const whole = inner === outer ? inner : `${outer}, ${inner}`
  return texts.figures.wordsWent.cell(
    whole,
    texts.figures.units.messages(value),
    formats.percent(value / all),
  )
}

function areasLayout(groups: readonly WordsGroup[], width: number, { texts }: Locale): AreasLayout {
  const height = width < 480 ? 440 : 460
  const { rest } = texts.figures.wordsWent
  const few = withRest(groups, mostGroups)
  const shown = few.shown as readonly WordsGroup[]
  const others: WordsGroup[] =
    few.rest.length === 0
      ? []
      : [
          {
            id: '',
            name: rest(few.rest.length),
            messages: sum(few.rest, ({ messages }) => messages),
            parts: few.rest,
          },
        ]
  // The sum of the small groups comes last even if it is the largest, because it is the least interesting.
  const outlines = squarify(
    [...shown, ...others].map((group, index) => ({
      group,
      value: group.messages,
      series: `series-${index < seriesCount && group.id !== '' ? index : 'rest'}`,
    })),
    { x: 0, y: 0, width, height },
  )
  const tiles = outlines.flatMap(({ item: { group, series }, ...room }) =>
    squarify(areasOf(group, series, rest), inside(room)),
  )
  return { width, height, tiles, outlines }
}

function hasHead({ width, height }: { width: number; height: number }): boolean {
  return width > 30 && height > 44
}

/** The room below the group's name, if the group is large enough to show the name. */
function inside({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  const head = hasHead({ width, height }) ? headHeight : 1
  return { x: x + 2, y: y + head, width: Math.max(1, width - 4), height: Math.max(1, height - head - 2) }
}

function areasOf(group: WordsGroup, series: string, restText: (count: number) => string): Area[] {
  const { shown, rest } = withRest(group.parts, group.id === '' ? mostRestParts : mostParts)
  if (shown.length < 2) return [{ value: group.messages, group, part: null, name: group.name, series }]
  const areas: Area[] = shown.map((part) => ({ value: part.messages, group, part, name: part.name, series }))
  if (rest.length === 0) return areas
  const value = sum(rest, ({ messages }) => messages)
  const others: Area = { value, group, part: null, name: restText(rest.length), series }
  return [...areas, others]
}
