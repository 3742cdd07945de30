/** The mood of messages as a word and a number. */
import type { Locale } from '../texts/locale.ts'

/** The word comes first, because nobody knows the scale of the number: `bright (0.21)`. */
export function moodOf(mood: number, { texts, formats }: Pick<Locale, 'texts' | 'formats'>): string {
  const { moods } = texts.screens.people
  const word = mood > 0.15 ? moods.good : mood < -0.05 ? moods.low : moods.fair
  return formats.noted(word, formats.number(Math.round(mood * 100) / 100))
}
