/** Question: what each source of the package contains, and how much of it could be read. */
import { numberOf, type Question, textOf, textOrNull } from '../question.ts'
import type { Coverage } from '../types.ts'

export const coverageQuestion: Question<Coverage> = {
  name: 'coverage',
  needs: { coverage: [] },
  sql: `SELECT source, is_present, file_count, line_count, used_count, duplicate_count, broken_count, undated_count,
  first_day, last_day
FROM coverage
ORDER BY source`,
  read: ([source, isPresent, files, lines, used, duplicates, broken, undated, firstDay, lastDay]) => ({
    source: textOf(source),
    isPresent: numberOf(isPresent) === 1,
    files: numberOf(files),
    lines: numberOf(lines),
    used: numberOf(used),
    duplicates: numberOf(duplicates),
    broken: numberOf(broken),
    undated: numberOf(undated),
    firstDay: textOrNull(firstDay),
    lastDay: textOrNull(lastDay),
  }),
}
