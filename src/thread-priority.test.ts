/** A thread lowers its own priority, and nobody else's. */
import { afterAll, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lowerThreadPriority } from './thread-priority.ts'

const file = join(tmpdir(), `dumpus-priority-${process.pid}.ts`)

afterAll(() => Bun.file(file).delete())

/** The nice values of this process's threads, by their ids. Source: proc(5), field 19 of stat. */
function nicesOfThreads(): Map<string, number> {
  return new Map(
    readdirSync('/proc/self/task').map((id) => {
      const stat = readFileSync(`/proc/self/task/${id}/stat`, 'latin1')
      return [id, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])]
    }),
  )
}

test('on Linux; elsewhere nothing happens', async () => {
  if (process.platform !== 'linux') return expect(lowerThreadPriority).not.toThrow()
  const module = join(import.meta.dir, 'thread-priority.ts')
  await Bun.write(
    file,
    `import { lowerThreadPriority } from ${JSON.stringify(module)}\nlowerThreadPriority()\npostMessage('done')`,
  )
  const before = nicesOfThreads()
  const thread = new Worker(file)
  await new Promise((resolve) => thread.addEventListener('message', resolve))
  const after = nicesOfThreads()
  thread.terminate()
  for (const [id, nice] of before) if (after.has(id)) expect([id, after.get(id)]).toEqual([id, nice])
  const own = [...after].filter(([id]) => !before.has(id)).map(([, nice]) => nice)
  expect(own).toContain(10)
})
