/**
 * Cuts runs of letters into words where a script has no spaces, many runs in one call: the call costs more
 * than the cutting.
 */

const spaceless = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const someSpaceless = new RegExp(`[${spaceless}]`, 'u')
const onlySpaceless = new RegExp(`^[${spaceless}]+$`, 'u')
/** UTF-16 code units that wait for a call. */
const batchLength = 4096
/** Always a border between words. Source: Unicode Standard Annex 29, rules WB3a and WB3b. */
const border = '\n'

let segmenter: Intl.Segmenter | undefined

/** Whether a run of letters has some of a script without spaces. */
export function isSpaceless(run: string): boolean {
  return someSpaceless.test(run)
}

export class SpacelessWords {
  private text = ''
  /** Of each waiting run: where it ends in the text, and whose it is. */
  private readonly ends: number[] = []
  private readonly messages: number[] = []

  /** `visit` is called with each word, in the order of the runs. */
  constructor(private readonly visit: (word: string, message: number) => void) {}

  /** Adds a run of letters of a message. Its words may be visited later. */
  add(run: string, message: number): void {
    this.text += run
    this.ends.push(this.text.length)
    this.messages.push(message)
    this.text += border
    // With letters of other scripts it may have words that others find, too: in the order of the messages.
    if (this.text.length > batchLength || !onlySpaceless.test(run)) this.finish()
  }

  /** Visits the words of all runs that wait. */
  finish(): void {
    const { text, ends, messages } = this
    if (text === '') return
    // Its dictionaries are the same for every locale, and take long to load.
    segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
    let run = 0
    for (const { segment, index, isWordLike } of segmenter.segment(text)) {
      while (index >= ends[run]!) run++
      if (isWordLike) this.visit(segment, messages[run]!)
    }
    this.text = ''
    ends.length = 0
    messages.length = 0
  }
}
