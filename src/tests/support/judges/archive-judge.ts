/**
 * Reads one archive with the server's reader and with an independent one, and compares the accepted members.
 */
import { analysisLimitsOf, loadConfig } from '../../../config/config.ts'
import { openArchive } from '../../../data-package/archive/archive.ts'
import { BytesSource } from '../../../data-package/archive/byte-source.ts'
import { MemberReader } from '../../../data-package/archive/member.ts'
import { PackageError } from '../../../errors.ts'
import { createKernel } from './kernels.ts'
import { plainUnzip } from './plain-unzip.ts'

const limits = analysisLimitsOf(loadConfig({}))
const kernel = createKernel()
/** The details that an archive alone can cause. */
const documented = new Set([
  ...['archive_not_a_zip', 'archive_corrupt', 'archive_encrypted', 'archive_unsupported', 'archive_bomb'],
  ...['archive_too_large', 'archive_too_many_entries'],
])
const memberBytesMax = 2 ** 20

/**
 * The outcome of an archive: it was refused, every member was refused, or some were read and the judge read
 * the same.
 */
export type Verdict = 'refused' | 'no member' | 'agreed'

/** Throws an Error for an undocumented failure, or for members that the judge reads differently. */
export async function judgeArchive(bytes: Buffer): Promise<Verdict> {
  const archive = await documentedOnly(() => openArchive(new BytesSource(bytes), limits))
  if (archive === null) return 'refused'
  const judged = plainUnzip(bytes)
  if (judged?.length !== archive.entries.length) {
    throw new Error(
      `${archive.entries.length} members, where the judge finds ${judged?.length ?? 'no archive'}`,
    )
  }
  const reader = new MemberReader(archive.source, limits, () => {}, kernel)
  let accepted = 0
  for (const [number, entry] of archive.entries.entries()) {
    const content = await documentedOnly(() => reader.readWhole(entry, memberBytesMax))
    const { name, content: expected } = judged[number]!
    const isSameName = entry.rawName === name
    if (!isSameName || (content && (expected === null || !Buffer.from(content).equals(expected)))) {
      throw new Error(`the judge reads member ${number} differently`)
    }
    if (content) accepted++
  }
  return accepted > 0 ? 'agreed' : 'no member'
}

/** The result of an action; null if it failed with a documented detail. Other errors are rethrown. */
async function documentedOnly<T>(action: () => T | Promise<T>): Promise<T | null> {
  try {
    return await action()
  } catch (error) {
    if (error instanceof PackageError && documented.has(error.detail)) return null
    throw error
  }
}
