/** All public error codes and details in one table, and the error class that carries them. */

/**
 * The six codes that the official client knows. It treats any of them in a status response as final. More
 * specific reasons are in the detail.
 */
export type PublicCode =
  | 'INVALID_LINK'
  | 'EXPIRED_LINK'
  | 'MISSING_USER_DATA'
  | 'UNKNOWN_ERROR'
  | 'UNKNOWN_PACKAGE_ID'
  | 'UNAUTHORIZED'

interface Outcome {
  code: PublicCode
  sentence: string
}

/**
 * detail → public code and a sentence for people. The names never change, because clients and operators match
 * on them.
 */
export const details = {
  link_malformed: {
    code: 'INVALID_LINK',
    sentence:
      'This is not a Discord data package link: copy the whole link from the button in Discord’s email.',
  },
  link_redirects_away: {
    code: 'INVALID_LINK',
    sentence: 'The link redirects to an address that this server does not fetch from.',
  },
  link_not_a_package: {
    code: 'INVALID_LINK',
    sentence:
      'The link leads to something that is not a zip archive. Discord uses the same kind of link in all its emails.',
  },
  link_expired: {
    code: 'EXPIRED_LINK',
    sentence: 'Discord no longer serves this package (links last about 30 days): request a new one.',
  },
  download_failed: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The package could not be downloaded, even after several tries.',
  },
  download_too_slow: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The package arrived too slowly, so the download was abandoned.',
  },
  archive_too_large: { code: 'UNKNOWN_ERROR', sentence: 'The archive is larger than is accepted here.' },
  archive_not_a_zip: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The file is not a zip archive, or it is truncated.',
  },
  archive_corrupt: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The archive is damaged: its parts contradict each other.',
  },
  file_unreadable: {
    code: 'UNKNOWN_ERROR',
    sentence: 'A file could not be read, or changed while it was read.',
  },
  archive_encrypted: { code: 'UNKNOWN_ERROR', sentence: 'The archive is encrypted with a password.' },
  archive_unsupported: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The archive uses a compression method that data packages do not use.',
  },
  archive_bomb: { code: 'UNKNOWN_ERROR', sentence: 'The archive unpacks to more than is accepted here.' },
  archive_too_many_entries: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The archive has more entries than is accepted here.',
  },
  package_without_owner: {
    code: 'MISSING_USER_DATA',
    sentence:
      'The package does not identify its owner: neither the account, nor the activity, nor the messages name a user.',
  },
  package_too_complex: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The package has more distinct data than the memory budget of a job allows.',
  },
  result_too_large: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The resulting database is larger than is accepted here.',
  },
  analysis_too_long: { code: 'UNKNOWN_ERROR', sentence: 'The analysis took longer than this server allows.' },
  analysis_crashed: { code: 'UNKNOWN_ERROR', sentence: 'The analysis of this package crashed repeatedly.' },
  disk_full: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The server has no disk space left for the package.',
  },
  server_overloaded: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The server was short of memory or file descriptors for hours; its log says where.',
  },
  internal: {
    code: 'UNKNOWN_ERROR',
    sentence: 'Something went wrong inside the server; its log says where.',
  },
  package_unknown: {
    code: 'UNKNOWN_PACKAGE_ID',
    sentence: 'There is no such package on this server, or it has been deleted.',
  },
  key_mismatch: { code: 'UNAUTHORIZED', sentence: 'The key does not belong to this package.' },
  wrong_address: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The backend URL in the app has a path that does not exist on this server.',
  },
  network_not_allowed: {
    code: 'UNAUTHORIZED',
    sentence: 'This server accepts packages from certain networks only.',
  },
  queue_full: { code: 'UNKNOWN_ERROR', sentence: 'The queue of this server is full. Try again later.' },
  address_full: {
    code: 'UNKNOWN_ERROR',
    sentence:
      'Too many unfinished packages from this address. Send the next link when one of them has ended.',
  },
  too_many_requests: {
    code: 'UNKNOWN_ERROR',
    sentence: 'Too many links from this address. Try again in a minute.',
  },
} as const satisfies Record<string, Outcome>

export type Detail = keyof typeof details

/**
 * A failure with a public meaning. It contains only a detail of the table above, and never a link, a KEY, or
 * a part of a package. `cause` gives the log the type of the underlying error, which is never printed in full
 * (see logger.ts).
 */
export class PackageError extends Error {
  readonly code: PublicCode
  override readonly name = 'PackageError'

  constructor(
    readonly detail: Detail,
    options?: ErrorOptions,
  ) {
    super(details[detail].sentence, options)
    this.code = details[detail].code
  }
}

/**
 * Turns anything thrown into a PackageError: `server_overloaded` for a shortage, and `internal` for
 * everything unexpected.
 */
export function toPackageError(thrown: unknown): PackageError {
  if (thrown instanceof PackageError) return thrown
  return new PackageError(isShortage(thrown) ? 'server_overloaded' : 'internal', { cause: thrown })
}

/** Codes for a temporary shortage of the process or the machine: descriptors, memory, threads. */
const shortageCodes = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'ENOBUFS'])

/** True if the machine refused a file, a connection or memory that may be available later. */
export function isShortage(thrown: unknown): boolean {
  return causesOf(thrown).some((error) => shortageCodes.has(codeOf(error)))
}

/** An error and up to nine causes, the outermost first. Empty for a thrown value that is not an Error. */
export function causesOf(thrown: unknown): Error[] {
  const causes: Error[] = []
  for (let error = thrown; error instanceof Error && causes.length < 10; error = error.cause)
    causes.push(error)
  return causes
}

/** The `code` of an error from the system, a library or PostgreSQL; '' if there is none. */
export function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
