/** Question: why the numbers of a source may be too small. */
import { type Question, textOf } from '../question.ts'
import type { Incomplete } from '../types.ts'

export const reasonsQuestion: Question<Incomplete> = {
  name: 'reasons',
  needs: { coverage: ['reasons'] },
  sql: `SELECT source, reasons
FROM coverage
WHERE reasons IS NOT NULL
ORDER BY source`,
  read: ([source, reasons]) => ({ source: textOf(source), reasons: textOf(reasons).split(' ') }),
}
