/** Question: the emoji that occur in the most messages, among all messages or in a sample of them. */
import { numberOf, type Question, textOf, textOrNull } from '../question.ts'
import type { Term } from '../types.ts'

export const emojiQuestion: Question<Term> = {
  name: 'emoji',
  needs: { emoji: [] },
  sql: `SELECT emoji, emoji_id, message_count, one_in
FROM emoji
ORDER BY message_count DESC, emoji`,
  read: ([text, emojiId, messages, oneIn]) => ({
    text: textOf(text),
    emojiId: textOrNull(emojiId),
    messages: numberOf(messages),
    oneIn: numberOf(oneIn),
  }),
}
