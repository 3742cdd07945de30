/** The punctuation and notations of a language that Intl does not provide. */

export interface Habits {
  /** Between a label and its value. */
  colon: string
  /** Around a note after a word. */
  brackets: readonly [string, string]
  /** Between the items of a series. */
  comma: string
  /** Between the two ends of a span. */
  span: string
  /** Between two sentences of one paragraph. */
  betweenSentences: string
  /** The number of the first day of a month, if it is an ordinal. */
  firstOfMonth: string | null
  /** The style of dates in sentences and tables. */
  dayStyle: 'medium' | 'long'
  /** True: durations without spaces, `3時間20分`. */
  isTight: boolean
}

const common: Habits = {
  colon: ': ',
  brackets: [' (', ')'],
  comma: ', ',
  span: ' – ',
  betweenSentences: ' ',
  firstOfMonth: null,
  dayStyle: 'medium',
  isTight: false,
}

const own: Readonly<Record<string, Partial<Habits>>> = {
  fr: { colon: '\u00a0: ', firstOfMonth: '1er' },
  'pt-BR': { firstOfMonth: '1º' },
  ja: {
    colon: '：',
    brackets: ['（', '）'],
    comma: '、',
    span: '～',
    betweenSentences: '',
    dayStyle: 'long',
    isTight: true,
  },
}

export function habitsOf(language: string): Habits {
  return { ...common, ...own[language] }
}
