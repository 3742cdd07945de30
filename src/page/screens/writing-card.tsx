/**
 * How much was written in all channels, and some of these numbers for the channels of one person or server.
 */
import { useMemo } from 'preact/hooks'
import { type ChannelTotals, totalsQuestion } from '../data/questions/totals.ts'
import type { Result } from '../data/result.ts'
import { useAnswer } from '../data/use-answer.ts'
import { writtenIn } from '../data/written.ts'
import { tidyName } from '../figures/frame/name.tsx'
import { Writing } from '../figures/writing.tsx'
import { type Address, linkTo } from '../shell/address.ts'
import { useLocale } from '../texts/locale.ts'
import { AnswerState } from './answer-state.tsx'
import type { ScreenProps } from './screen.ts'

export function WritingCard({ result, address }: ScreenProps) {
  const { texts } = useLocale()
  const answer = useAnswer(result, totalsQuestion)
  const { unnamed } = texts.figures.frame
  const channels = useMemo(() => {
    const known = channelLabels(result, address)
    const rows = answer.state === 'known' ? answer.value : []
    return rows.map((row) => {
      const { name, href } = known.get(row.channelId) ?? { name: '' }
      return { ...row, name: tidyName(name, unnamed), ...(href && { href }) }
    })
  }, [result, address, answer, unnamed])
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  return <Writing channels={channels} />
}

/** The name and link of each channel: its person, or the channel with its server. */
function channelLabels(result: Result, address: Address): Map<string, { name: string; href?: string }> {
  const places = new Map(result.places.map(({ id, name }) => [id, name]))
  const known = new Map<string, { name: string; href: string }>()
  for (const { id, name, placeId } of result.channels) {
    const place = placeId === '@me' ? '' : (places.get(placeId) ?? '')
    known.set(id, {
      name: place ? `${name} · ${place}` : name,
      href: linkTo(address, 'places', [placeId, id]),
    })
  }
  for (const { id, name, channelIds } of result.people) {
    for (const channel of channelIds) known.set(channel, { name, href: linkTo(address, 'people', [id]) })
  }
  return known
}

/**
 * Words, links, attachments and replies in some channels, as facts. They cover all years, so there are none
 * if a period is chosen, or if nothing is known.
 */
export function useWritingFacts(
  { result, address }: ScreenProps,
  channelIds: readonly string[],
): readonly (readonly [value: string, label: string])[] {
  const { texts, formats } = useLocale()
  const answer = useAnswer(result, totalsQuestion)
  const { from, to } = address.period
  if (answer.state !== 'known' || from !== null || to !== null) return []
  const ids = new Set(channelIds)
  const own: ChannelTotals[] = answer.value.filter(({ channelId }) => ids.has(channelId))
  if (own.length === 0) return []
  const { words, links, attachments, replies } = writtenIn(own)
  const t = texts.figures.writing
  return [
    [formats.number(words), t.words],
    [formats.number(links), t.links],
    [formats.number(attachments), t.attachments],
    ...(replies === null ? [] : [[formats.number(replies), t.replies] as const]),
  ]
}
