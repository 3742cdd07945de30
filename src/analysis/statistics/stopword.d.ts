/** The lists of stop words, by the codes of their languages; the package has no types of its own. */
declare module 'stopword'
