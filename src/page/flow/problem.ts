/** Describes what went wrong on the way to a result, in a form that the page can show. */
import { details, PackageError } from '../../errors.ts'
import { NoResultError } from './fetch-result.ts'
import { FlowError } from './follow.ts'

/**
 * A code and detail of errors.ts, `NO_RESULT` if a result that needs no link does not exist, or `PAGE_ERROR`
 * for any other error of the page.
 */
export interface Problem {
  code: string
  detail: string | null
  /** True if the analysis on this device failed. */
  isLocal?: boolean
}

export function problemOf(error: unknown): Problem {
  if (error instanceof PackageError) {
    return { code: details[error.detail].code, detail: error.detail, isLocal: true }
  }
  if (error instanceof FlowError) return { code: error.code, detail: error.detail }
  return { code: error instanceof NoResultError ? 'NO_RESULT' : 'PAGE_ERROR', detail: null }
}
