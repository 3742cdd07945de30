/** Rules for an unzipped folder: which of its files belong to the package, and how days are written. */

/** The greatest depth at which files are listed. No package has deeper folders. */
export const depthMax = 32
const rubbish = /^(__MACOSX|\.DS_Store|\._.*)$/i

/**
 * True for the names of files and folders that macOS leaves behind. They would distort the time of the latest
 * change.
 */
export function isRubbish(name: string): boolean {
  return rubbish.test(name)
}

/**
 * The day in local time. The archive of the same files has the same day, because zip programs store and
 * restore local time.
 */
export function localDayOf(timeMs: number): string {
  const time = new Date(timeMs)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
}
