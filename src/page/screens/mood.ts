/** The mood of messages in words. */
import type { Locale } from '../texts/locale.ts'

/** A mood in words: the numbers behind it are no measure that anybody knows. */
export function moodOf(mood: number, { texts, formats }: Pick<Locale, 'texts' | 'formats'>): string {
  const { moods } = texts.screens.people
  const word = mood > 0.15 ? moods.good : mood < -0.05 ? moods.low : moods.fair
  return `${word} (${formats.number(Math.round(mood * 100) / 100)})`
}
