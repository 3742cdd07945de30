/** The screen Words: how much was written, the words and emoji of the messages, reactions by year. */
import { useState } from 'preact/hooks'
import type { Question } from '../data/question.ts'
import { emojiQuestion } from '../data/questions/emoji.ts'
import { type ReactionYear, reactionsQuestion } from '../data/questions/reactions.ts'
import { wordsQuestion } from '../data/questions/words.ts'
import type { Term } from '../data/types.ts'
import { useAnswer } from '../data/use-answer.ts'
import { Emoji, type RankedItem, Reactions, Words } from '../figures/ranked-bars.tsx'
import { Chips } from '../shell/chips.tsx'
import { Notice } from '../shell/parts.tsx'
import { type Locale, useLocale } from '../texts/locale.ts'
import { AnswerState } from './answer-state.tsx'
import type { Screen, ScreenProps } from './screen.ts'
import { WritingCard } from './writing-card.tsx'

export const wordsScreen: Screen = { name: 'words', component: WordsScreen, isAlwaysShown: true }

function WordsScreen(props: ScreenProps) {
  const { texts } = useLocale()
  const { from, to } = props.address.period
  return (
    <div class="stack">
      {(from !== null || to !== null) && <Notice>{texts.screens.words.wholeLife}</Notice>}
      <WritingCard {...props} />
      <div class="grid">
        <Terms {...props} question={wordsQuestion} figure={Words} />
        <Terms {...props} question={emojiQuestion} figure={Emoji} />
      </div>
      <ReactionYears {...props} />
    </div>
  )
}

type TermsProps = ScreenProps & { question: Question<Term>; figure: typeof Words }

function Terms({ result, question, figure: Figure }: TermsProps) {
  const { texts, formats } = useLocale()
  const answer = useAnswer(result, question)
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  const oneIn = answer.value.reduce((most, term) => Math.max(most, term.oneIn), 1)
  return (
    <Figure
      items={answer.value.map(itemOf)}
      partial={oneIn > 1 ? texts.figures.estimated(formats.number(oneIn)) : null}
      empty={texts.screens.words.none}
    />
  )
}

function itemOf({ text, emojiId, messages, oneIn }: Term): RankedItem {
  return {
    id: emojiId ?? text,
    name: emojiId === null ? text : `:${text}:`,
    value: messages * oneIn,
    isEstimate: oneIn > 1,
  }
}

/** The reactions of a chosen year, or of all years. */
function ReactionYears(props: ScreenProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const [year, setYear] = useState<number | null>(null)
  const answer = useAnswer(props.result, reactionsQuestion)
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  const years = [...new Set(answer.value.map((reaction) => reaction.year))].sort(
    (left, right) => left - right,
  )
  return (
    <Reactions
      items={reactionItems(answer.value, year, locale)}
      format={texts.figures.units.reactions}
      empty={texts.screens.words.noReactions}
      actions={
        years.length > 1 && (
          <Chips
            label={texts.figures.columns.year}
            values={[null, ...years]}
            nameOf={(one) => (one === null ? texts.shell.all : formats.year(one))}
            isOn={(one) => one === year}
            choose={setYear}
          />
        )
      }
    />
  )
}

function reactionItems(
  reactions: readonly ReactionYear[],
  year: number | null,
  { texts }: Pick<Locale, 'texts'>,
): RankedItem[] {
  const chosen = reactions.filter((reaction) => year === null || reaction.year === year)
  const groups = Map.groupBy(chosen, ({ emoji, isCustom }) => `${isCustom} ${emoji}`)
  return [...groups]
    .map(([id, group]) => {
      const { emoji, isCustom } = group[0]!
      const value = group.reduce((sum, { count }) => sum + count, 0)
      const name = isCustom ? `:${emoji}:` : emoji
      return { id, name, value, ...(isCustom && { detail: texts.screens.words.custom }) }
    })
    .sort((left, right) => right.value - left.value)
}
