/** Accepts a package link: puts its package into the queue unless it is already there. */
import { sealLink, verifierOf } from '../crypto.ts'
import type { PackageLink } from '../data-package/fetch/link.ts'
import { isOwnKey } from '../data-package/own-key.ts'
import type { Database } from '../db/connect.ts'
import { isTransientError } from '../db/transient-errors.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { enqueue, findMany } from '../queue/jobs.ts'
import { type PackageStateName, stateOf } from '../queue/states.ts'
import { removeUpload } from '../queue/uploads.ts'
import { adoptLegacy, findOwned, isOwner } from './find-owned.ts'
import type { PackageParts } from './parts.ts'

/** How long a link waits for an unavailable database. A restart of PostgreSQL takes less time. */
const patienceMs = 5000
/**
 * Time limit of an attempt. A connection that was lost silently never answers; the next attempt uses another
 * one.
 */
const attemptSeconds = 2.5

export type Submission =
  /** `expired`: the KEY was made by a page and has no stored result, so there is nothing to download. */
  | { verdict: 'accepted' | 'queue_full' | 'address_full' | 'unauthorized' | 'expired' }
  /** Too many links. The next one is accepted after this many seconds. */
  | { verdict: 'too_many'; waitSeconds: number }

/**
 * Submits a link from `network`: a client's IPv4 address, or the /64 of its IPv6 address ('' if unknown).
 * `takeStart` is called before new work begins. It returns 0, or the seconds to wait if the client exceeds
 * its limit. Links of packages that exist and have not failed do not count, because clients send a link
 * whenever their user returns. While the database is unavailable, this retries for a few seconds, because the
 * client treats the first answer as final.
 */
export async function submitPackage(
  link: PackageLink,
  parts: PackageParts,
  network: string,
  takeStart: () => number,
): Promise<Submission> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      const submitted = isOwnKey(link.key)
        ? submitUploaded(link, parts)
        : submit(link, parts, network, takeStart)
      return await withTimeout(attemptSeconds, submitted)
    } catch (error) {
      if (!isTransientError(error) || performance.now() > deadline) throw error
      await Bun.sleep(250)
    }
  }
}

async function submit(
  link: PackageLink,
  parts: PackageParts,
  network: string,
  takeStart: () => number,
): Promise<Submission> {
  const { packageId, key } = link
  const { config, database, keyring, statusCache, signals, notify } = parts
  const isAlive = (state: PackageStateName | null) => state !== null && state !== 'errored'
  let state = await readState(database, link)
  if (!isAlive(state) && (await adoptLegacy(link, parts))) state = await readState(database, link)
  const waitSeconds = isAlive(state) ? 0 : takeStart()
  if (waitSeconds > 0) return { verdict: 'too_many', waitSeconds }
  const wanted = {
    packageId,
    verifier: verifierOf(key, packageId),
    sealedLink: link.isDiscord ? null : sealLink(link.link, key, packageId),
    queueMax: config.queueMax,
    queueSeenSeconds: config.queueSeenSeconds,
    ...(network !== '' && {
      sender: { address: parts.hashAddress(network), packagesMax: config.packagesPerAddressMax },
    }),
  }
  let verdict = await enqueue(database, wanted)
  // Anyone who knows an id may upload something under it. The owner of the KEY replaces such an upload.
  if (verdict === 'unauthorized' && (await removeUpload(database, packageId))) {
    verdict = await enqueue(database, wanted)
  }
  if (verdict !== 'accepted') return { verdict }
  statusCache.invalidate(packageId)
  notify({ kind: isAlive(state) ? 'loaded' : 'new', packageId })
  if (state !== 'processed') {
    keyring.hold(packageId, key, link.link)
    signals.wake()
  }
  return { verdict }
}

/** The result for a page's KEY is either stored here or lost. */
async function submitUploaded(link: PackageLink, parts: PackageParts): Promise<Submission> {
  const found = await findOwned(link, parts)
  if (found === 'unauthorized') return { verdict: found }
  const isHere = found !== 'unknown' && stateOf(found) === 'processed' && found.blobId !== null
  return { verdict: isHere ? 'accepted' : 'expired' }
}

/**
 * The state of the KEY's own package. Null if there is none, if its result was lost, or if the row belongs to
 * another KEY, such as an upload under this id.
 */
async function readState(database: Database, link: PackageLink): Promise<PackageStateName | null> {
  const [row] = await findMany(database, [link.packageId])
  if (!row || !isOwner(row, link)) return null
  const state = stateOf(row)
  return state === 'processed' && row.blobId === null ? null : state
}
