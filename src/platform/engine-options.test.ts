/**
 * Starts a program in a separate process. It restarts within the same process, with the engine's options, its
 * arguments, its environment and its input.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../tests/support/servers/server-process.ts'

const option = 'BUN_JSC_thresholdForFTLOptimizeAfterWarmUp'
const program = join(tmpdir(), `dumpus-engine-options-${process.pid}.ts`)
const script = `
  import { startAgainWithEngineOptions } from ${JSON.stringify(join(import.meta.dir, 'engine-options.ts'))}
  console.error('started')
  startAgainWithEngineOptions([process.argv0, ...process.argv.slice(1)], process.env.ENVIRONMENT_FILE)
  const { pid, argv, env } = process
  const seen = { pid, words: argv.slice(2), option: env.${option}, other: env.OTHER, input: await Bun.stdin.text() }
  console.log(JSON.stringify(seen))
`

beforeAll(() => Bun.write(program, script))
afterAll(() => Bun.file(program).delete())

async function start(settings: Record<string, string>) {
  const child = Bun.spawn([process.execPath, program, 'one', '', 'ü two'], {
    env: { OTHER: 'a=b ü', ...settings },
    stdin: new Blob(['from its parent']),
    stderr: 'pipe',
  })
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()])
  const seen = JSON.parse(output) as { [name: string]: unknown }
  return { pid: child.pid, seen, starts: errors.trim().split('\n').length }
}

describe.if(process.platform === 'linux')('on Linux', () => {
  test('it restarts once, as the same process, with its arguments, environment and input', async () => {
    const { pid, seen, starts } = await start({})
    expect(starts).toBe(2)
    expect(seen).toEqual({
      ...{ pid, words: ['one', '', 'ü two'], other: 'a=b ü', input: 'from its parent' },
      option: '1000000',
    })
  })

  test('an option that is already set is kept, without a restart', async () => {
    const { seen, starts } = await start({ [option]: '70000' })
    expect({ starts, option: seen.option }).toEqual({ starts: 1, option: '70000' })
  })

  test('an unreadable environment is not treated as empty', async () => {
    const { seen, starts } = await start({ ENVIRONMENT_FILE: join(tmpdir(), 'there/is/no/such/file') })
    expect({ starts, other: seen.other }).toEqual({ starts: 1, other: 'a=b ü' })
  })

  test('the executable runs with its options for the JavaScript engine, the source without', async () => {
    const child = Bun.spawn([...command, '--version'], {
      env: { BUN_JSC_dumpOptions: '1' },
      stdout: 'ignore',
      stderr: 'pipe',
    })
    const stderr = await child.stderr.text()
    const isTuned = process.env.DUMPUS_EXECUTABLE !== undefined
    expect(stderr.includes('thresholdForFTLOptimizeAfterWarmUp=1000000')).toBe(isTuned)
  })
})
