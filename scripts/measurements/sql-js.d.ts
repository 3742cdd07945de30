/** The part of sql.js that measurements and tests use; the package has no types. */
declare module 'sql.js' {
  export interface Database {
    exec(sql: string, parameters?: string[]): { columns: string[]; values: unknown[][] }[]
    close(): void
  }
  export default function initSqlJs(options?: {
    locateFile(): string
  }): Promise<{ Database: new (bytes: Uint8Array) => Database }>
}

/** The version in the official client's lock file: SQLite 3.39. */
declare module 'sql.js-1.8' {
  export { default } from 'sql.js'
}
