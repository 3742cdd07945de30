/** Shows the progress of an analysis: a bar on a terminal, plain lines elsewhere. */
import type { WriteStream } from 'node:tty'
import { sizeText } from './size-text.ts'

export interface ProgressBar {
  show(doneBytes: number, totalBytes: number): void
  /** Prints a line of text. */
  note(message: string): void
  /** Prints the final line. */
  finish(message: string): void
  /** Removes an unfinished bar from the terminal. */
  clear(): void
}

const barWidth = 30
const terminalMs = 100
const linePercent = 10

export function createProgressBar(stream: WriteStream): ProgressBar {
  const startedAt = performance.now()
  let shownAt = 0
  let shownPercent = 0
  let isDrawn = false
  let totalBytes = 0

  const textOf = (done: number, total: number) => {
    const seconds = (performance.now() - startedAt) / 1000
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100)
    return { percent, text: `analyzing ${String(percent).padStart(3)} %  ${rateOf(done, seconds)}` }
  }
  return {
    show(done, total) {
      totalBytes = total
      const { percent, text } = textOf(done, total)
      if (stream.isTTY) {
        if (performance.now() - shownAt < terminalMs) return
        shownAt = performance.now()
        const filled = Math.floor((percent / 100) * barWidth)
        stream.write(`\r[${'█'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${text}  `)
        isDrawn = true
      } else if (percent >= shownPercent + linePercent) {
        shownPercent = percent - (percent % linePercent)
        stream.write(`${text}\n`)
      }
    },
    note(message) {
      this.clear()
      shownPercent = 0
      stream.write(`${message}\n`)
    },
    finish(message) {
      this.clear()
      const seconds = (performance.now() - startedAt) / 1000
      // The last progress report may be outdated, but a finished analysis has read everything.
      const rate = totalBytes > 0 ? ` (${rateOf(totalBytes, seconds)})` : ''
      stream.write(`${message} after ${seconds.toFixed(1)} s${rate}\n`)
    },
    clear() {
      if (isDrawn) stream.write('\r\x1b[K')
      isDrawn = false
    },
  }
}

function rateOf(bytes: number, seconds: number): string {
  return `${sizeText(Math.round(bytes / Math.max(seconds, 0.001)))}/s`
}
