/** A source ticket identifies a package, so that another thread of this process can open it. */
import type { ByteSource } from './byte-source.ts'
import { FileSource } from './file-source.ts'
import { openFolder } from './folder.ts'
import type { LooseList } from './loose-files.ts'
import { openSpool, type SpoolTicket } from '../fetch/spool.ts'

/** A download in its encrypted spool, a local file, or a local folder with its listing. */
export type SourceTicket = SpoolTicket | { path: string } | { folder: string; list: LooseList }

export function openSource(ticket: SourceTicket): ByteSource {
  if ('folder' in ticket) return openFolder(ticket.folder, ticket.list)
  return 'path' in ticket ? FileSource.open(ticket.path) : openSpool(ticket)
}
