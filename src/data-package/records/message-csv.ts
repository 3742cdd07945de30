/**
 * Parses messages.csv (packages before March 2024) row by row as it streams: RFC 4180, with newlines inside
 * fields.
 */

/** Real files have four fields. The limit exists because a row of commas must not fill the memory. */
const fieldsMax = 64
const separators = new Set([44, 59, 9])

/** A wanted column: the key under which its field is returned, and its index in the header. */
export type Column = [key: string, index: number]

/**
 * Splits a stream of CSV into rows. `columnsOf` is called with each row until it recognizes the header and
 * returns the wanted columns; the rows before it are broken. The names in a header come from the package:
 * they may be long, or chosen to collide in a hash. They are therefore never keys of an object, and are not
 * processed for each row below it. A row with another number of fields than the header is broken. A last row
 * without a line end is valid when it has as many fields as the header.
 */
export class CsvReader {
  broken = 0
  private header: { length: number; columns: readonly Column[] } | null = null
  /**
   * The first separator in the file decides: a comma, or the semicolon or tab that spreadsheets write in many
   * countries.
   */
  private separator: number | null = null
  private row: string[] = []
  private field = ''
  /** The total length of the fields in this row so far. */
  private rowLength = 0
  private isQuoted = false
  /**
   * A quote was read inside a quoted field. The next character shows whether it was an escape or the end of
   * the field.
   */
  private isQuotePending = false
  private isOverlong = false
  private readonly decoder = new TextDecoder()

  constructor(
    private readonly rowLengthMax: number,
    private readonly columnsOf: (header: readonly string[]) => readonly Column[] | null,
    private readonly visit: (row: Record<string, string>) => void,
  ) {}

  push(chunk: Uint8Array): void {
    this.read(this.decoder.decode(chunk, { stream: true }))
  }

  /** Must be called after the last chunk. A row with an unterminated quoted field is broken. */
  end(): void {
    this.read(this.decoder.decode())
    const isCut = this.isQuoted && !this.isQuotePending
    this.endRow(isCut)
  }

  private read(text: string): void {
    let start = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (this.isQuotePending) {
        this.isQuotePending = false
        if (code === 34) {
          start = at
          continue
        }
        this.isQuoted = false
        start = at
      } else if (this.isQuoted) {
        if (code !== 34) continue
        this.append(text.slice(start, at))
        this.isQuotePending = true
        start = at + 1
        continue
      }
      if (code === 34 && this.field === '' && start === at) {
        this.isQuoted = true
        start = at + 1
      } else if (code === this.separator || (this.separator === null && separators.has(code))) {
        this.separator = code
        this.append(text.slice(start, at))
        this.endField()
        start = at + 1
      } else if (code === 10) {
        this.append(text.slice(start, at))
        this.endRow(false)
        start = at + 1
      }
    }
    if (!this.isQuotePending) this.append(text.slice(start))
  }

  private append(text: string): void {
    if (this.isOverlong) return
    this.field += text
    this.isOverlong = this.rowLength + this.field.length > this.rowLengthMax
  }

  private endField(): void {
    if (this.row.length < fieldsMax) this.row.push(this.field)
    else this.isOverlong = true
    this.rowLength += this.field.length
    this.field = ''
  }

  private endRow(isCut: boolean): void {
    this.field = this.field.replace(/\r$/, '')
    // A row of white space alone is ignored, even as a header: a line may end with more than one CR.
    const isBlank = this.field.trim() === '' && this.row.length === 0 && !this.isOverlong
    if (isBlank) {
      this.field = ''
      this.isQuoted = false
      return
    }
    this.endField()
    const { row, header, isOverlong } = this
    this.row = []
    this.rowLength = 0
    this.isOverlong = false
    this.isQuoted = false
    if (isCut || isOverlong) this.broken++
    else if (header === null) {
      const names = row.map((name) => name.replace(/^\ufeff/, '').trim())
      const columns = this.columnsOf(names)
      if (columns === null) this.broken++
      else this.header = { length: names.length, columns }
    } else if (row.length !== header.length) this.broken++
    else this.visit(Object.fromEntries(header.columns.map(([key, index]) => [key, row[index]!])))
  }
}
