/** Types of the package stopword, which has none of its own: lists of stop words by language code. */
declare module 'stopword'
