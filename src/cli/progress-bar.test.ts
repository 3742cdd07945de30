/** The progress output without a terminal. */
import type { WriteStream } from 'node:tty'
import { expect, test } from 'bun:test'
import { createProgressBar } from './progress-bar.ts'

test('rates of small packages have small units', () => {
  const lines: string[] = []
  const bar = createProgressBar({ write: (line: string) => lines.push(line) } as unknown as WriteStream)
  bar.show(1, 2)
  bar.finish('wrote out.sqlite')
  expect(lines).toEqual([
    expect.stringMatching(/^analyzing {2}50 % {2}\d[\d.]* (B|KB)\/s\n$/),
    expect.stringMatching(/^wrote out\.sqlite after \d+\.\d s \(\d[\d.]* (B|KB)\/s\)\n$/),
  ])
})
