/**
 * The database worker: holds one result in SQLite's memory and answers queries about it. The page terminates
 * the worker to stop a query.
 */
import initSqlite, {
  type Database,
  type SqlValue as RawValue,
  type Sqlite3Static,
} from '@sqlite.org/sqlite-wasm'
import type { Answers, HourRows, Order, Request, Response, Rows, SqlValue } from './database-protocol.ts'

let database: Database | null = null
let started: Promise<Sqlite3Static> | null = null

addEventListener('message', ({ data: request }: MessageEvent<Request>) => {
  void answer(request).then(
    ({ value, transfer }) => respond({ id: request.id, answer: value }, transfer),
    (error: unknown) => respond({ id: request.id, error: messageOf(error) }),
  )
})

function respond(response: Response, transfer: Transferable[] = []): void {
  postMessage(response, { transfer })
}

async function answer(order: Order): Promise<{ value: Answers[keyof Answers]; transfer?: Transferable[] }> {
  if (order.kind === 'open') return { value: await open(order.bytes, order.attached) }
  if (!database) throw new Error('no result is open')
  if (order.kind === 'rows') return { value: rowsOf(database, order.sql, order.rowsMax) }
  if (order.kind === 'export') return exported(database)
  const hours = hoursOf(database, order.sql)
  return {
    value: hours,
    transfer: [hours.hour.buffer, hours.key.buffer, hours.count.buffer] as ArrayBuffer[],
  }
}

async function open(
  bytes: Uint8Array | null,
  attached: Readonly<Record<string, Uint8Array>>,
): Promise<Answers['open']> {
  const sqlite = await startSqlite()
  database = new sqlite.oo1.DB(':memory:')
  if (bytes) fill(sqlite, database, 'main', bytes)
  for (const [schema, file] of Object.entries(attached)) {
    database.exec(`ATTACH ':memory:' AS ${schema}`)
    fill(sqlite, database, schema, file)
  }
  const names = rowsOf(database, `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`, Infinity)
  const columnsByTable = new Map<string, string[]>()
  for (const [name] of names.rows) {
    const quoted = `'${String(name).replaceAll("'", "''")}'`
    try {
      const columns = rowsOf(database, `SELECT name FROM pragma_table_info(${quoted})`, Infinity)
      columnsByTable.set(
        String(name),
        columns.rows.map(([column]) => String(column)),
      )
    } catch {
      // The view reads a table that is missing, so the view counts as missing too. The rest of the result is
      // usable.
    }
  }
  return { columnsByTable, sqliteVersion: sqlite.version.libVersion }
}

function fill(sqlite: Sqlite3Static, into: Database, schema: string, bytes: Uint8Array): void {
  const address = sqlite.wasm.allocFromTypedArray(bytes)
  // SQLite frees the memory, and may enlarge it: users may create tables in their copy.
  const flags = sqlite.capi.SQLITE_DESERIALIZE_FREEONCLOSE | sqlite.capi.SQLITE_DESERIALIZE_RESIZEABLE
  into.checkRc(
    sqlite.capi.sqlite3_deserialize(into.pointer!, schema, address, bytes.length, bytes.length, flags),
  )
}

async function exported(from: Database): Promise<{ value: Uint8Array; transfer: Transferable[] }> {
  const value = (await startSqlite()).capi.sqlite3_js_db_export(from)
  return { value, transfer: [value.buffer as ArrayBuffer] }
}

function startSqlite(): Promise<Sqlite3Static> {
  return (started ??= loadSqlite())
}

function loadSqlite(): Promise<Sqlite3Static> {
  const start = initSqlite as unknown as (options: object) => Promise<Sqlite3Static>
  return start({
    locateFile: () => new URL(SQLITE_WASM_FILE, import.meta.url).href,
    // SQLite would write its errors to the console, where nobody reads them.
    print: () => {},
    printErr: () => {},
  })
}

function rowsOf(from: Database, sql: string, rowsMax: number): Rows {
  const statement = from.prepare(sql)
  try {
    const columns = statement.columnCount > 0 ? statement.getColumnNames() : []
    const rows: SqlValue[][] = []
    let isCut = false
    while (statement.step()) {
      if (rows.length >= rowsMax) {
        isCut = true
        break
      }
      rows.push((statement.get([]) as RawValue[]).map(plain))
    }
    return { columns, rows, isCut }
  } finally {
    statement.finalize()
  }
}

function plain(value: RawValue): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'boolean' ? Number(value) : `${new Uint8Array(value as ArrayBuffer).length} bytes`
}

/** Reads rows of (key, hour, count). Consecutive rows mostly have the same key, so few rows need a lookup. */
function hoursOf(from: Database, sql: string): HourRows {
  const statement = from.prepare(sql)
  const numberOf = new Map<string, number>()
  const hours: number[] = []
  const keyOfRow: number[] = []
  const counts: number[] = []
  try {
    let last: string | null = null
    let number = 0
    while (statement.step()) {
      const key = statement.getString(0) ?? ''
      if (key !== last) {
        last = key
        number = numberOf.get(key) ?? numberOf.size
        numberOf.set(key, number)
      }
      keyOfRow.push(number)
      hours.push(statement.getInt(1) ?? 0)
      counts.push(statement.getInt(2) ?? 0)
    }
  } finally {
    statement.finalize()
  }
  const order = Uint32Array.from(hours.keys()).sort((left, right) => hours[left]! - hours[right]!)
  return {
    keys: [...numberOf.keys()],
    hour: Int32Array.from(order, (row) => hours[row]!),
    key: Uint32Array.from(order, (row) => keyOfRow[row]!),
    count: Uint32Array.from(order, (row) => counts[row]!),
  }
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  // The library puts its own names before SQLite's message.
  return text.replace(/^SQLITE_\w+: sqlite3 result code \d+: /, '')
}
