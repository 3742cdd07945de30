/** The mood of messages in words. */
import type { Locale } from '../texts/locale.ts'

/** Words instead of a number, because the mood's scale is not a known unit. */
export function moodOf(mood: number, { texts, formats }: Pick<Locale, 'texts' | 'formats'>): string {
  const { moods } = texts.screens.people
  const word = mood > 0.15 ? moods.good : mood < -0.05 ? moods.low : moods.fair
  return formats.noted(word, formats.number(Math.round(mood * 100) / 100))
}
