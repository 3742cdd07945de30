/** Runs `analyze` on an archive in a separate process, and measures its peak memory. */
import { readFileSync } from 'node:fs'
import { command } from '../servers/server-process.ts'

export interface MeasuredAnalysis {
  /** The detail of the failure, or the exit code and the output if there is none; null for a success. */
  detail: string | null
  /** Peak resident memory in bytes. */
  peakBytes: number
}

/**
 * Analyzes the archive at `path` with the given settings. The result is written beside it, with the extension
 * `.sqlite` added.
 */
export async function measureAnalysis(
  path: string,
  settings: Record<string, string> = {},
): Promise<MeasuredAnalysis> {
  const child = Bun.spawn([...command, 'analyze', path, '-o', `${path}.sqlite`], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let peakBytes = 0
  const look = () => (peakBytes = Math.max(peakBytes, residentBytesOf(child.pid)))
  const timer = setInterval(look, 5)
  const said = await new Response(child.stderr).text()
  const code = await child.exited
  clearInterval(timer)
  const detail = code === 0 ? null : (/\((\w+)\)\s*$/.exec(said)?.[1] ?? `ended with ${code}: ${said}`)
  return { detail, peakBytes }
}

/**
 * The peak of a process so far, which Linux records. Elsewhere, the current value, from `ps`. 0 if the
 * process has ended.
 */
function residentBytesOf(pid: number): number {
  if (process.platform === 'linux') {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
    } catch {
      return 0
    }
  }
  const { stdout } = Bun.spawnSync(['ps', '-o', 'rss=', '-p', `${pid}`])
  return Number(stdout.toString()) * 1024
}
