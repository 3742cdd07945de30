/** Rules on which files of an unzipped folder belong to the package. */

/** The greatest depth that is listed; no package has deeper folders. */
export const depthMax = 32
const rubbish = /^(__MACOSX|\.DS_Store|\._.*)$/i

/** Files left behind by macOS's Finder and zip programs, which would also count as the latest change. */
export function isRubbish(name: string): boolean {
  return rubbish.test(name)
}

/** Zip programs store and restore local time, so this is the day in the archive. */
export function localDayOf(timeMs: number): string {
  const time = new Date(timeMs)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
}
