/** The complete table of public error codes and details, and the one error class that carries them. */

/**
 * The six codes that the official client knows. Any of them in a status answer is final for its user, so
 * everything finer goes into the detail.
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

/** detail → public code and one sentence for people. Stable names: clients and operators match on them. */
export const details = {
  link_malformed: {
    code: 'INVALID_LINK',
    sentence: 'This is not a Discord data package link: copy the whole link of the button in Discord’s mail.',
  },
  link_redirects_away: {
    code: 'INVALID_LINK',
    sentence: 'The link redirects to an address that this server does not fetch from.',
  },
  link_not_a_package: {
    code: 'INVALID_LINK',
    sentence:
      'The link leads to something that is not a zip archive. Discord uses the same kind of link in all its mails.',
  },
  link_expired: {
    code: 'EXPIRED_LINK',
    sentence: 'Discord no longer serves this package (links last about 30 days): request a new one.',
  },
  download_failed: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The package could not be downloaded, also after several tries.',
  },
  download_too_slow: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The package arrived too slowly and the download was given up.',
  },
  archive_too_large: { code: 'UNKNOWN_ERROR', sentence: 'The archive is larger than this server accepts.' },
  archive_not_a_zip: { code: 'UNKNOWN_ERROR', sentence: 'The file is not a zip archive, or it is cut off.' },
  archive_corrupt: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The archive is damaged: its parts contradict each other.',
  },
  archive_encrypted: { code: 'UNKNOWN_ERROR', sentence: 'The archive is encrypted with a password.' },
  archive_unsupported: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The archive uses a compression method that packages do not use.',
  },
  archive_bomb: { code: 'UNKNOWN_ERROR', sentence: 'The archive unpacks to more than this server accepts.' },
  archive_too_many_entries: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The archive has more entries than this server accepts.',
  },
  package_without_owner: {
    code: 'MISSING_USER_DATA',
    sentence:
      'The package does not say whose it is: neither Account, nor activity, nor messages name a user.',
  },
  package_too_complex: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The package has more distinct data than the memory budget of a job.',
  },
  result_too_large: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The resulting database is larger than this server accepts.',
  },
  analysis_too_long: { code: 'UNKNOWN_ERROR', sentence: 'The analysis took longer than this server allows.' },
  analysis_crashed: { code: 'UNKNOWN_ERROR', sentence: 'The analysis of this package crashed repeatedly.' },
  disk_full: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The server has no disk space left for the package.',
  },
  server_overloaded: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The server ran short of memory or files for hours; its log says where.',
  },
  internal: {
    code: 'UNKNOWN_ERROR',
    sentence: 'Something went wrong inside the server; its log says where.',
  },
  package_unknown: {
    code: 'UNKNOWN_PACKAGE_ID',
    sentence: 'There is no such package on this server (any more).',
  },
  key_mismatch: { code: 'UNAUTHORIZED', sentence: 'The key does not belong to this package.' },
  wrong_address: {
    code: 'UNKNOWN_ERROR',
    sentence: 'The backend URL of the app has a path too many: this server has nothing there.',
  },
  network_not_allowed: {
    code: 'UNAUTHORIZED',
    sentence: 'This server takes packages from certain networks only.',
  },
  queue_full: { code: 'UNKNOWN_ERROR', sentence: 'The queue of this server is full: try again later.' },
  address_full: {
    code: 'UNKNOWN_ERROR',
    sentence: 'Too many unfinished packages from this address: send the next link when one of them is done.',
  },
  too_many_requests: {
    code: 'UNKNOWN_ERROR',
    sentence: 'Too many links from this address: try again in a minute.',
  },
} as const satisfies Record<string, Outcome>

export type Detail = keyof typeof details

/**
 * A failure with a public meaning. It never carries a link, a key, or a part of a package: only a detail of
 * the table above. `cause` is kept for the type of the underlying error, never printed whole (see logger.ts).
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
 * Turns anything thrown into a PackageError: a shortage is `server_overloaded`, everything unforeseen
 * `internal`.
 */
export function toPackageError(thrown: unknown): PackageError {
  if (thrown instanceof PackageError) return thrown
  return new PackageError(isShortage(thrown) ? 'server_overloaded' : 'internal', { cause: thrown })
}

/** The process or the machine is short of something that comes back: descriptors, memory, threads. */
const shortageCodes = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'ENOBUFS'])

/** True when the machine refused a file, a connection or memory, which it may grant later. */
export function isShortage(thrown: unknown): boolean {
  return causesOf(thrown).some((error) => shortageCodes.has(codeOf(error)))
}

/** An error and those that it was made of, the outermost first; none when something else was thrown. */
export function causesOf(thrown: unknown): Error[] {
  const causes: Error[] = []
  for (let error = thrown; error instanceof Error && causes.length < 10; error = error.cause)
    causes.push(error)
  return causes
}

/** The `code` of an error of the system, of a library or of PostgreSQL; '' when it has none. */
export function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
