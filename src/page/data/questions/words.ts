/** Question: the words that occur in the most messages, among all messages or in a sample of them. */
import { numberOf, type Question, textOf } from '../question.ts'
import type { Term } from '../types.ts'

export const wordsQuestion: Question<Term> = {
  name: 'words',
  needs: { words: [] },
  sql: `SELECT word, message_count, one_in
FROM words
ORDER BY message_count DESC, word`,
  read: ([text, messages, oneIn]) => ({
    text: textOf(text),
    emojiId: null,
    messages: numberOf(messages),
    oneIn: numberOf(oneIn),
  }),
}
