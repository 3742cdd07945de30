/**
 * Splits runs of letters into words, in scripts without spaces between words. Many runs are split in one
 * call, because the call costs more than the splitting.
 */

const spaceless = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const someSpaceless = new RegExp(`[${spaceless}]`, 'u')
const onlySpaceless = new RegExp(`^[${spaceless}]+$`, 'u')
/** The number of UTF-16 code units that are collected for one call. */
const batchLength = 4096
/** A separator that is always a word boundary. Source: Unicode Standard Annex 29, rules WB3a and WB3b. */
const border = '\n'

let segmenter: Intl.Segmenter | undefined

/** Whether a run of letters contains a script without spaces. */
export function isSpaceless(run: string): boolean {
  return someSpaceless.test(run)
}

export class SpacelessWords {
  private text = ''
  /** For each collected run, its end in the text and the number of its message. */
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
    // A run with letters of other scripts may contain words that are counted elsewhere, so it is split at
    // once to keep the order of messages.
    if (this.text.length > batchLength || !onlySpaceless.test(run)) this.finish()
  }

  /** Visits the words of all collected runs. */
  finish(): void {
    const { text, ends, messages } = this
    if (text === '') return
    // Created on first use, because its dictionaries load slowly. They are the same for every locale.
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
