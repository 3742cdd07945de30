/** The buttons that save a result as a file: the SQLite database, or a zip of its tables as CSV files. */
import { useState } from 'preact/hooks'
import type { Result } from '../data/result.ts'
import { useLocale } from '../texts/locale.ts'
import { saveFile } from './save-file.ts'

export function SaveButtons({ result: { bytes, database } }: { result: Result }) {
  const t = useLocale().texts.device
  const [isWriting, setWriting] = useState(false)
  const saveTables = async () => {
    setWriting(true)
    try {
      const { tablesZip } = await import('./tables-zip.ts')
      saveFile('discord-tables.zip', 'application/zip', await tablesZip(await database()))
    } finally {
      setWriting(false)
    }
  }
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => saveFile('discord.sqlite', 'application/vnd.sqlite3', bytes)}
      >
        {t.saveSqlite}
      </button>
      <button type="button" class="button" disabled={isWriting} onClick={() => void saveTables()}>
        {isWriting ? t.saving : t.saveTables}
      </button>
    </>
  )
}
