/** What of an unzipped folder belongs to the package, for whoever lists one. */

/** Folders are listed so deep; what lies deeper belongs to no package. */
export const depthMax = 32
const rubbish = /^(__MACOSX|\.DS_Store|\._.*)$/i

/** What Finder and zip programs of macOS leave behind; it would also be the latest change. */
export function isRubbish(name: string): boolean {
  return rubbish.test(name)
}

/** Zip programs note and restore the time of the machine: its day is the one that the archive had. */
export function localDayOf(timeMs: number): string {
  const time = new Date(timeMs)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
}
