/** The commonest words of English chat: they tell the language, and nothing about what is said. */

/** A fifth of the words of English chat are among these; few of them are words of another language. */
export const commonEnglishWords: ReadonlySet<string> = new Set(
  (
    'the and you that is it of to what this have with my are im for not do just was but your its on be can if ' +
    'they we so about when how would like get know yeah there out who why then'
  ).split(' '),
)
