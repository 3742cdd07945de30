/**
 * Parses JSON text and accepts exactly what JSON.parse accepts. JSON.parse itself is not safe here: the
 * JavaScript engine keeps all keys in one table and hashes them without a secret key. An object with chosen
 * keys can keep it busy for hours, in a call that nothing can end.
 */
import { copyOfText } from '#platform'
import { TextMap } from './text-map.ts'

const code = {
  quote: 34,
  comma: 44,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
}
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const wholeNumber = /^-?\d+$/
const literals = { null: null, true: true, false: false }
const noKeys: ReadonlySet<string> = new Set()

/**
 * Reads one value after the other. If the JSON is invalid, `isAtEnd` is false, and values may be incomplete.
 */
export class JsonParser {
  private isBroken = false

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  /** Whether the whole text was read and was valid JSON. */
  isAtEnd(): boolean {
    this.skipSpace()
    return !this.isBroken && this.at === this.text.length
  }

  /**
   * The next value. Objects get only the wanted keys; of duplicate keys the last one counts. With null as
   * `wanted`, the value is validated and skipped.
   */
  value(wanted: ReadonlySet<string> | null): unknown {
    this.skipSpace()
    const first = this.text.charCodeAt(this.at)
    if (first === code.quote) return this.string(wanted !== null)
    if (first === code.openBrace) return this.object(wanted)
    if (first === code.openBracket) return this.array(wanted)
    for (const [word, value] of Object.entries(literals)) {
      if (!this.text.startsWith(word, this.at)) continue
      this.at += word.length
      return value
    }
    return this.number()
  }

  /** The members of the next value if it is an object; otherwise undefined. */
  members(): TextMap<unknown> | undefined {
    this.skipSpace()
    if (this.text.charCodeAt(this.at) !== code.openBrace) return this.broken()
    const members = new TextMap<unknown>()
    this.readMembers((key) => void members.set(copyOfText(key), this.value(noKeys)))
    return members
  }

  private object(wanted: ReadonlySet<string> | null): { [key: string]: unknown } {
    const object: { [key: string]: unknown } = {}
    this.readMembers((key) => {
      if (wanted?.has(key)) object[key] = this.value(wanted)
      else this.value(null)
    })
    return object
  }

  /** Calls `visit` after the colon of each member. `visit` must read the value. */
  private readMembers(visit: (key: string) => void): void {
    this.at++
    this.skipSpace()
    if (this.take(code.closeBrace)) return
    do {
      this.skipSpace()
      const key = this.string(false)
      this.skipSpace()
      if (!this.take(code.colon)) this.broken()
      if (this.isBroken) return
      visit(key!)
      this.skipSpace()
    } while (this.take(code.comma))
    if (!this.take(code.closeBrace)) this.broken()
  }

  private array(wanted: ReadonlySet<string> | null): unknown[] {
    const values: unknown[] = []
    this.at++
    this.skipSpace()
    if (this.take(code.closeBracket)) return values
    do {
      const value = this.value(wanted)
      if (wanted) values.push(value)
    } while (!this.isBroken && (this.skipSpace(), this.take(code.comma)))
    if (!this.take(code.closeBracket)) this.broken()
    return values
  }

  /**
   * The next string. It is a slice of the whole text; with `isKept` it is a copy that does not keep the text
   * in memory.
   */
  private string(isKept: boolean): string | undefined {
    const { text } = this
    const start = this.at
    if (text.charCodeAt(start) !== code.quote) return this.broken()
    let hasEscape = false
    let at = start + 1
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit === code.quote) break
      if (unit < 32) return this.broken()
      if (unit === code.backslash) {
        hasEscape = true
        at++
      }
    }
    if (at >= text.length) return this.broken()
    this.at = at + 1
    if (!hasEscape) return isKept ? copyOfText(text.slice(start + 1, at)) : text.slice(start + 1, at)
    try {
      return JSON.parse(text.slice(start, at + 1)) as string
    } catch {
      return this.broken()
    }
  }

  /** Integers beyond 2^53 are returned as a string of their digits. */
  private number(): number | string | undefined {
    number.lastIndex = this.at
    const [written] = number.exec(this.text) ?? []
    if (written === undefined) return this.broken()
    this.at += written.length
    const value = Number(written)
    return !Number.isSafeInteger(value) && wholeNumber.test(written) ? copyOfText(written) : value
  }

  private skipSpace(): void {
    const { text } = this
    for (;;) {
      const unit = text.charCodeAt(this.at)
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return
      this.at++
    }
  }

  private take(unit: number): boolean {
    if (this.isBroken || this.text.charCodeAt(this.at) !== unit) return false
    this.at++
    return true
  }

  private broken(): undefined {
    this.isBroken = true
    this.at = this.text.length
  }
}
