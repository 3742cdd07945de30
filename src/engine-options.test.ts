/** In processes of their own: the program starts again as the same process, with the engine's options and everything that it was given. */
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'

const option = 'BUN_JSC_thresholdForFTLOptimizeAfterWarmUp'
const script = `
  import { startAgainWithEngineOptions } from ${JSON.stringify(join(import.meta.dir, 'engine-options.ts'))}
  console.error('started')
  startAgainWithEngineOptions()
  const { pid, argv, env } = process
  console.log(JSON.stringify({ pid, words: argv.slice(-3), option: env.${option}, other: env.OTHER, input: await Bun.stdin.text() }))
`

async function start(settings: Record<string, string>) {
  const child = Bun.spawn([process.execPath, '--no-env-file', '-e', script, 'one', '', 'ü two'], {
    env: { OTHER: 'a=b ü', ...settings },
    stdin: new Blob(['from the one who started it']),
    stderr: 'pipe',
  })
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { pid: child.pid, told: JSON.parse(output), starts: errors.trim().split('\n').length }
}

describe.if(process.platform === 'linux')('on Linux', () => {
  test('it starts again once, as the same process, with its arguments, environment and input', async () => {
    const { pid, told, starts } = await start({})
    expect(starts).toBe(2)
    expect(told).toEqual({
      ...{ pid, words: ['one', '', 'ü two'], other: 'a=b ü', input: 'from the one who started it' },
      option: '1000000',
    })
  })

  test('who has set an option decides, and nothing starts again', async () => {
    const { told, starts } = await start({ [option]: '70000' })
    expect({ starts, option: told.option }).toEqual({ starts: 1, option: '70000' })
  })
})
