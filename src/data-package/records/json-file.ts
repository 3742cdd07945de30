/**
 * Reads the small JSON files of a package within the job's memory budget. Unreadable files count as missing.
 */
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import { PackageError } from '../../errors.ts'
import { returnMemory } from '../../platform/garbage.ts'
import type { Entry } from '../archive/archive.ts'
import { type WantedKeys, parseJson, parseMembers } from './json.ts'
import type { MemberReader } from '../archive/member.ts'
import type { TextMap } from './text-map.ts'

/** File → the keys that are used of it, at any depth. Keys that are in none of these lists are skipped. */
export const fileFields = {
  'channel.json': ['id', 'type', 'name', 'guild', 'recipients'],
  'guild.json': ['id', 'name'],
  'user.json': [
    ...['id', 'username', 'global_name', 'avatar_hash', 'payments'],
    ...['relationships', 'user', 'avatar', 'type', 'display_name', 'since'],
    ...['user_activity_application_statistics', 'application_id', 'last_played_at', 'total_duration'],
    ...['library_applications', 'application', 'name'],
  ],
  payments: [
    ...['records', 'id', 'status', 'created_at', 'amount', 'amount_refunded', 'currency', 'description'],
  ],
} as const
const wanted: WantedKeys = new Set(Object.values(fileFields).flat())

/** Charges memory to the budget. A negative number returns memory. Throws if the budget is exceeded. */
export interface MemoryBudget {
  spend(bytes: number): void
}

/** The share of a job's memory that one file may take. No file of real data takes a hundredth of this. */
const shareOfOneFile = 1 / 4
/**
 * `returnMemory` is called each time files of this many bytes were read. The JavaScript engine itself
 * collects their garbage much later: 40 files of 20 MiB took up to 600 MiB.
 */
const garbageBytesMax = 32 * 1024 * 1024

export class JsonFiles {
  /**
   * Files that are not empty, and whose content is neither an object nor a list. Readers add those that lack
   * what they need.
   */
  readonly unusable = new Set<Entry>()
  private garbageBytes = 0

  constructor(
    private readonly reader: MemberReader,
    private readonly limits: AnalysisLimits,
    readonly budget: MemoryBudget,
  ) {}

  /**
   * The value of a JSON file, with the keys in `fileFields` only; undefined when the content is not JSON or
   * is nested too deep. With `isKept` the whole value remains charged to the budget. Otherwise the caller
   * must charge the parts that it keeps. Throws PackageError package_too_complex, and errors of a damaged
   * archive.
   */
  async read(entry: Entry, isKept = false): Promise<unknown> {
    return this.parse(entry, isKept, (text, spend) =>
      parseJson(text, this.limits.jsonDepthMax, wanted, spend),
    )
  }

  /**
   * The members of a file whose keys are ids; undefined when the file is not an object. Throws like `read`.
   */
  async readMembers(entry: Entry): Promise<TextMap<unknown> | undefined> {
    return this.parse(entry, false, (text, spend) => parseMembers(text, this.limits.jsonDepthMax, spend))
  }

  private async parse<Value>(
    entry: Entry,
    isKept: boolean,
    parse: (text: string, spend: (bytes: number) => void) => Value,
  ): Promise<Value> {
    const { jsonBytesMax, jobMemoryBytesMax } = this.limits
    let spent = 0
    const spend = (bytes: number) => {
      if (bytes > jobMemoryBytesMax * shareOfOneFile) throw new PackageError('package_too_complex')
      this.budget.spend(bytes)
      spent = bytes
    }
    if (this.garbageBytes > garbageBytesMax) {
      this.garbageBytes = 0
      returnMemory()
    }
    this.garbageBytes += entry.size
    const value = parse(await this.reader.readText(entry, jsonBytesMax), spend)
    if (!isKept) this.budget.spend(-spent)
    if (entry.size > 0 && (typeof value !== 'object' || value === null)) this.unusable.add(entry)
    return value
  }
}
