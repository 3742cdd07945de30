/** Runs a command until it ends and returns its resource usage. */
import { join } from 'node:path'
import { environmentOf } from './benchmark.ts'

export interface Used {
  /** Milliseconds from start to end. */
  wall: number
  /** Milliseconds of all cores together, user and system. */
  cpu: number
  /** Peak resident memory in bytes. */
  peak: number
  exitCode: number
}

/** Throws with the command's error output if it fails. */
export async function measureCommand(command: readonly string[]): Promise<Used> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'run-command.ts'), ...command], {
    env: environmentOf(),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const text = await new Response(child.stdout).text()
  await child.exited
  const { errors, ...used } = JSON.parse(text) as Used & { errors: string }
  if (used.exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${used.exitCode}: ${errors}`)
  return used
}
