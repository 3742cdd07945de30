/**
 * Records with strace what running processes write to regular files by write(2) and its variants, even to
 * files that exist only for a moment. Of each write, it records at most 4 MiB. Copies inside the kernel do
 * not show their bytes, so they are only listed.
 */
import { readFileSync } from 'node:fs'

export interface WriteTap {
  /** Ends the tap. */
  stop(): Promise<Writes>
}

export interface Writes {
  /** The written bytes by path. */
  written: Map<string, Buffer>
  /** Copies whose bytes strace does not show, as `SOURCE to PATH`. */
  unseen: string[]
}

const strace = Bun.which('strace')
const calls = 'write,pwrite64,writev,pwritev,pwritev2,copy_file_range,sendfile,splice,ioctl'
const attachSeconds = 10
/** Paths have at most 4096 bytes, each written as four characters. */
const callLengthMax = 17_000

/**
 * Taps processes and all their future children. Null if `pids` is empty, or strace is missing or forbidden.
 */
export async function tapWrites(pids: readonly number[], logPath: string): Promise<WriteTap | null> {
  if (strace === null || pids.length === 0) return null
  const attach = pids.flatMap((pid) => ['-p', String(pid)])
  const args = ['-f', '-qq', '-y', '-xx', '-s', '4194304', '-e', `trace=${calls}`, '-o', logPath, ...attach]
  const tap = Bun.spawn([strace, ...args], { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' })
  if (!(await isAttached(pids, tap.pid))) {
    tap.kill()
    await tap.exited
    return null
  }
  return {
    stop: async () => {
      tap.kill('SIGINT')
      await tap.exited
      return writesOf(readFileSync(logPath))
    },
  }
}

/**
 * The writes to files in a strace log. Pipes, sockets and devices are left out, because they are not in a
 * folder.
 */
export function writesOf(log: Buffer): Writes {
  const unseen = new Set<string>()
  const parts = new Map<string, Buffer[]>()
  for (let start = 0; start < log.length;) {
    const newline = log.indexOf(10, start)
    const end = newline < 0 ? log.length : newline
    // The call and its file are at the beginning of the line; the written data may have megabytes.
    const head = log.toString('latin1', start, Math.min(end, start + callLengthMax))
    const call = /(?:write|pwrite64|writev|pwritev2?)\(\d+<([^>]*)>(?:\(deleted\))?, /.exec(head)
    const path = call ? unescape(call[1]!) : ''
    if (call && isInFolder(path)) {
      const texts = parts.get(path) ?? []
      parts.set(path, texts)
      texts.push(...textsIn(log.subarray(start + call.index + call[0].length, end)))
    }
    const copy = copyIn(head)
    if (copy && isInFolder(copy.to)) unseen.add(`${copy.from} to ${copy.to}`)
    start = end + 1
  }
  const written = new Map([...parts].map(([path, texts]) => [path, Buffer.concat(texts)]))
  return { written, unseen: [...unseen] }
}

/** The calls that copy inside the kernel. Of the source of an ioctl, strace shows only the descriptor. */
const copies = [
  /(?:copy_file_range|splice)\(\d+<(?<from>[^>]*)>[^,]*, [^,]*, \d+<(?<to>[^>]*)>/,
  /sendfile\(\d+<(?<to>[^>]*)>[^,]*, \d+<(?<from>[^>]*)>/,
  /ioctl\(\d+<(?<to>[^>]*)>[^,]*, [^,]*FICLONE[^,]*, (?<from>\d+)/,
]

/** The source and the target of a copy. Null for other calls and for failed ones. */
function copyIn(line: string): { from: string; to: string } | null {
  if (/ = -1 \w+ \([^)]*\)$/.test(line)) return null
  const call = copies.map((pattern) => pattern.exec(line)?.groups).find(Boolean)
  return call ? { from: unescape(call.from!), to: unescape(call.to!) } : null
}

function isInFolder(path: string): boolean {
  return path.startsWith('/dev/shm/') || (path.startsWith('/') && !/^\/(dev|proc)\//.test(path))
}

/** The quoted texts, in which every byte is written as `\xNN`. */
function textsIn(line: Buffer): Buffer[] {
  const texts: Buffer[] = []
  for (let open = line.indexOf(34); open >= 0;) {
    const close = line.indexOf(34, open + 1)
    if (close < 0) break
    const text = Buffer.allocUnsafe((close - open - 1) >> 2)
    for (let at = 0, from = open + 3; at < text.length; at++, from += 4) {
      text[at] = (hexDigit(line[from]!) << 4) | hexDigit(line[from + 1]!)
    }
    texts.push(text)
    open = line.indexOf(34, close + 1)
  }
  return texts
}

function hexDigit(code: number): number {
  return code < 58 ? code - 48 : code - 87
}

async function isAttached(pids: readonly number[], tracer: number): Promise<boolean> {
  for (let end = Date.now() + attachSeconds * 1000; Date.now() < end; await Bun.sleep(20)) {
    const traced = pids.map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/status`, 'utf8').includes(`TracerPid:\t${tracer}\n`)
      } catch {
        return true
      }
    })
    if (traced.every(Boolean)) return true
  }
  return false
}

/** Decodes a path. With -xx, strace escapes its bytes like those of the data. */
function unescape(path: string): string {
  return path.replace(/(?:\\x[0-9a-f]{2})+/g, (escaped) =>
    Buffer.from(escaped.replaceAll('\\x', ''), 'hex').toString(),
  )
}
