/** Unzips packages into folders, for tests that read them there. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'

/** Unzips a package as common programs do. `day` ('YYYY-MM-DD') becomes the day of the files' last change. */
export function unzipInto(folder: string, archive: Uint8Array, day: string): void {
  const time = new Date(`${day}T12:00:00`)
  for (const [name, content] of Object.entries(unzipSync(archive))) {
    if (name.endsWith('/')) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
    utimesSync(join(folder, name), time, time)
  }
}
