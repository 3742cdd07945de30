/** What went wrong on the way to a result, as the page can say it. */
import { details, PackageError } from '../../errors.ts'
import { NoResultError } from './fetch-result.ts'
import { FlowError } from './follow.ts'

/** The server's code and detail, or nothing that it knows of. */
export interface Problem {
  code: string
  detail: string | null
  /** It happened on this device, not at the server. */
  isLocal?: boolean
}

export function problemOf(error: unknown): Problem {
  if (error instanceof PackageError) {
    return { code: details[error.detail].code, detail: error.detail, isLocal: true }
  }
  if (error instanceof FlowError) return { code: error.code, detail: error.detail }
  return { code: error instanceof NoResultError ? 'UNKNOWN_PACKAGE_ID' : 'PAGE_ERROR', detail: null }
}
