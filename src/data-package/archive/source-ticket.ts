/** Names an archive so that another thread of this process can open it. */
import type { ByteSource } from './byte-source.ts'
import { FileSource } from './file-source.ts'
import { openSpool, type SpoolTicket } from '../fetch/spool.ts'

/** A download in its encrypted spool, or a file of this machine. */
export type SourceTicket = SpoolTicket | { path: string }

export function openSource(ticket: SourceTicket): ByteSource {
  return 'path' in ticket ? FileSource.open(ticket.path) : openSpool(ticket)
}
