/** For tests of the command `doctor`: runs it and returns its findings. */
import type { Finding, Level } from '../../../doctor/finding.ts'
import { command, inherited } from './server-process.ts'

export interface Examination {
  exitCode: number
  findings: Finding[]
  /** The finding of a check; throws if there is none or more than one. */
  of(check: string): Finding
  /** The checks with findings of this level. */
  checks(level: Level): string[]
}

interface Run {
  args?: string[]
  /** A shell command that runs before the doctor, like `ulimit -n 100`. */
  before?: string
}

/** Runs the real command with these settings only. */
export async function runDoctor(
  environment: Record<string, string>,
  { args = [], before = ':' }: Run = {},
): Promise<Examination> {
  const child = Bun.spawn(
    ['sh', '-c', `${before} && exec "$@"`, 'sh', ...command, 'doctor', '--json', ...args],
    {
      // No server listens on this port. A test may choose another one.
      env: { ...inherited, PORT: '1', ...environment },
      stdin: 'ignore',
      stderr: 'pipe',
    },
  )
  const [text, errors, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (text === '' || errors !== '') throw new Error(`doctor printed ${JSON.stringify([text, errors])}`)
  const { isWell, findings } = JSON.parse(text) as { isWell: boolean; findings: Finding[] }
  if (isWell !== (exitCode === 0)) throw new Error(`doctor ended with ${exitCode} and says isWell: ${isWell}`)
  for (const { level, advice, check } of findings) {
    if ((level === 'ok') !== (advice === undefined))
      throw new Error(`${check}: ${level} with advice ${advice}`)
  }
  const named = (check: string) => findings.filter((finding) => finding.check === check)
  return {
    exitCode,
    findings,
    of(check) {
      const found = named(check)
      if (found.length !== 1)
        throw new Error(`${found.length} findings of ${check} in ${JSON.stringify(findings)}`)
      return found[0]!
    },
    checks: (level) => findings.filter((finding) => finding.level === level).map(({ check }) => check),
  }
}
