/** The part of sql.js that the measurements use; the package brings no types. */
declare module 'sql.js' {
  export interface Database {
    exec(sql: string, parameters?: string[]): { columns: string[]; values: unknown[][] }[]
    close(): void
  }
  export default function initSqlJs(options?: {
    locateFile(): string
  }): Promise<{ Database: new (bytes: Uint8Array) => Database }>
}
