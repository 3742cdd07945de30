/** The most common words in English chats. They reveal the language but not the topic. */

/**
 * About a fifth of the words in English chats are in this list. Few listed words also exist in other
 * languages.
 */
export const commonEnglishWords: ReadonlySet<string> = new Set(
  (
    'the and you that is it of to what this have with my are im for not do just was but your its on be can if ' +
    'they we so about when how would like get know yeah there out who why then'
  ).split(' '),
)
