/** For tests of the command `doctor`: runs it, and says what it found. */
import type { Finding, Level } from '../../../doctor/finding.ts'
import { command } from './server-process.ts'

export interface Examination {
  exitCode: number
  findings: Finding[]
  /** The finding of a check; throws when there is none or there are several. */
  of(check: string): Finding
  /** Checks that found something of this level. */
  checks(level: Level): string[]
}

interface Run {
  args?: string[]
  /** A shell command that goes before, like `ulimit -n 100`. */
  before?: string
}

/** Runs the real command with these settings and nothing else. */
export async function runDoctor(
  environment: Record<string, string>,
  { args = [], before = ':' }: Run = {},
): Promise<Examination> {
  const child = Bun.spawn(
    ['sh', '-c', `${before} && exec "$@"`, 'sh', ...command, 'doctor', '--json', ...args],
    {
      // A port on which nobody listens; nobody but a test may say otherwise.
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '1', ...environment },
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
