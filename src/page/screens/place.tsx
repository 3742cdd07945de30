/** The page of one server or channel: when and how much the owner wrote there, and the server's channels. */
import { useMemo } from 'preact/hooks'
import { channelsOf } from '../data/people.ts'
import { busiestShift } from '../data/shapes.ts'
import { channelSums, dayCounts, totalOf, weekHours, yearHours } from '../data/view.ts'
import type { Channel } from '../data/types.ts'
import { DataTable } from '../figures/frame/data-table.tsx'
import { tidyName } from '../figures/frame/name.tsx'
import { Nights } from '../figures/nights.tsx'
import { Timeline } from '../figures/timeline.tsx'
import { Week } from '../figures/week.tsx'
import { linkTo } from '../shell/address.ts'
import { Icon } from '../shell/icons.tsx'
import { Empty } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import { FactList } from './fact-list.tsx'
import { useCalls } from './period-data.ts'
import type { ScreenProps } from './screen.ts'
import { useWritingFacts } from './writing-card.tsx'

export function PlaceScreen(props: ScreenProps & { id: string; channelId: string | null }) {
  const { id, channelId, result, address } = props
  const { texts } = useLocale()
  const t = texts.screens.places
  const place = result.places.find((one) => one.id === id)
  const own = useMemo(() => result.channels.filter(({ placeId }) => placeId === id), [result, id])
  const channel = own.find((one) => one.id === channelId)
  if (!place || (channelId !== null && !channel)) {
    return (
      <Empty title={t.unknown}>
        <a class="button" href={linkTo(address, 'places')}>
          {t.back}
        </a>
      </Empty>
    )
  }
  const placeName = id === '@me' ? t.groups : tidyName(place.name, texts.figures.frame.unnamed)
  return (
    <div class="stack">
      <div class="screen-head">
        {channel ? (
          <a class="back" href={linkTo(address, 'places', [id])}>
            <Icon name="back" />
            {placeName}
          </a>
        ) : (
          <a class="back" href={linkTo(address, 'places')}>
            <Icon name="back" />
            {t.back}
          </a>
        )}
        <h2 class="person-name">
          <bdi>{channel ? tidyName(channel.name, texts.figures.frame.unnamed) : placeName}</bdi>
        </h2>
      </div>
      <PlaceFigures key={channelId ?? ''} {...props} channels={channel ? [channel] : own} />
      {!channel && <ChannelTable {...props} channels={own} />}
    </div>
  )
}

function PlaceFigures(props: ScreenProps & { channels: readonly Channel[]; channelId: string | null }) {
  const { result, view, channels, channelId, id } = props as typeof props & { id: string }
  const { texts, formats } = useLocale()
  const t = texts.screens.places
  const { calls } = useCalls(props)
  const numbers = useMemo(
    () =>
      channelsOf(
        result,
        channels.map((channel) => channel.id),
      ),
    [result, channels],
  )
  const written = useWritingFacts(
    props,
    channels.map((channel) => channel.id),
  )
  const days = useMemo(() => dayCounts(view, numbers), [view, numbers])
  const week = useMemo(() => weekHours(view, numbers), [view, numbers])
  const years = useMemo(() => yearHours(view, numbers), [view, numbers])
  const ids = new Set(channels.map((channel) => channel.id))
  const minutes = calls
    .filter((call) => (channelId === null && call.placeId === id) || ids.has(call.channelId ?? ''))
    .reduce((sum, call) => sum + call.minutes, 0)
  return (
    <>
      <FactList
        facts={[
          [formats.number(totalOf(view, numbers)), texts.figures.columns.messages],
          ...(minutes > 0 ? [[formats.minutes(minutes), t.voice] as const] : []),
          ...written,
        ]}
      />
      <div class="grid">
        <div class="wide">
          <Timeline days={days} title={channelId === null ? t.timeline : t.channelTimeline} />
        </div>
        <Week hours={week} shift={busiestShift(years)} />
        <Nights years={years} />
      </div>
    </>
  )
}

function ChannelTable({
  result,
  view,
  channels,
  address,
  id,
}: ScreenProps & { channels: readonly Channel[]; id: string }) {
  const { texts, formats } = useLocale()
  const t = texts.screens.places
  const totals = useMemo(() => {
    const byNumber = channelSums(view).totals
    return new Map(result.cube.channels.map((channelId, number) => [channelId, byNumber[number]!]))
  }, [view, result])
  return (
    <section class="card stack">
      <h2>{t.channels}</h2>
      <DataTable
        label={t.channels}
        search={t.searchChannels}
        sortedBy={{ column: 1, isDescending: true }}
        columns={[
          { label: t.channel, isName: true },
          { label: texts.figures.columns.messages, isNumber: true },
        ]}
        rows={channels.map((channel) => {
          const count = totals.get(channel.id) ?? 0
          return [
            {
              text: tidyName(channel.name, texts.figures.frame.unnamed),
              href: linkTo(address, 'places', [id, channel.id]),
            },
            { text: formats.number(count), sort: count },
          ]
        })}
      />
    </section>
  )
}
