/**
 * A database whose statements can be counted, delayed or answered differently. Fragments of statements, and
 * statements in transactions, are not intercepted.
 */
import type { Database } from '../../../db/connect.ts'

const isStatement = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/

/**
 * `around` gets each statement of `sql`, not yet sent, as a function that sends it. Its return value becomes
 * the statement's answer.
 */
export function interceptedDatabase(
  database: Database,
  around: (send: () => Promise<unknown>) => unknown,
): Database {
  const sql = new Proxy(database.sql, {
    apply(target, self, given) {
      const send = () => Reflect.apply(target as never, self, given) as Promise<unknown>
      const [strings] = given as [unknown]
      const isSent = Array.isArray(strings) && 'raw' in strings && isStatement.test(String(strings[0]))
      return isSent ? around(send) : send()
    },
  })
  return { ...database, sql }
}
