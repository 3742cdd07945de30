/** Sizes in bytes as text for people. */

/** 512 B, 83.4 KB, 1.5 MB, 2.1 GB: powers of 1000. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(1)} ${['B', 'KB', 'MB', 'GB'][power]}`
}
