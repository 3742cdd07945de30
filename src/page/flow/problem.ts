/** Describes what went wrong on the way to a result, in a form that the page can show. */
import { details, PackageError } from '../../errors.ts'
import { NoResultError } from './fetch-result.ts'
import { FlowError } from './follow.ts'

/** The server's code and detail, or `PAGE_ERROR` for a problem that the server does not know of. */
export interface Problem {
  code: string
  detail: string | null
  /** The problem occurred on this device, not on the server. */
  isLocal?: boolean
}

export function problemOf(error: unknown): Problem {
  if (error instanceof PackageError) {
    return { code: details[error.detail].code, detail: error.detail, isLocal: true }
  }
  if (error instanceof FlowError) return { code: error.code, detail: error.detail }
  return { code: error instanceof NoResultError ? 'UNKNOWN_PACKAGE_ID' : 'PAGE_ERROR', detail: null }
}
