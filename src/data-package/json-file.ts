/** Reads one small JSON file of a package; what cannot be read is as if it were missing. */
import type { AnalysisLimits } from '../config/config.ts'
import type { Entry } from './archive.ts'
import { parseJson } from './json.ts'
import type { MemberReader } from './member.ts'

/** The value of a JSON file, or undefined when its content is no JSON. Damage of the archive itself still throws. */
export async function readJsonFile(
  reader: MemberReader,
  entry: Entry,
  limits: AnalysisLimits,
): Promise<unknown> {
  const bytes = await reader.readWhole(entry, limits.jsonBytesMax)
  return parseJson(bytes.toString('utf8'), limits.jsonDepthMax)
}
