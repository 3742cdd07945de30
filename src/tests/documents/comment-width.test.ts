/** Comments are as narrow as the code. The formatter does not wrap comments, so a test checks them. */
import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import bunfig from '../../../bunfig.toml'

const project = join(import.meta.dir, '../../..')
const { printWidth } = (bunfig as { fmt: { printWidth: number } }).fmt

test.each(['src', 'scripts'])('comments of %s are no wider than the lines of the formatter', (folder) => {
  const wide = readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules'))
    .flatMap((path) =>
      readFileSync(join(project, folder, path), 'utf8')
        .split('\n')
        .map((line, index) => ({ line, where: `${folder}/${path}:${index + 1}` })),
    )
    .filter(({ line }) => isWide(line))
  expect(wide.map(({ where }) => where)).toEqual([])
})

/** Code examples may be wider. They are indented by four or more blanks after the star. */
function isWide(line: string): boolean {
  return line.length > printWidth && /^\s*(\/\/|\/?\*)/.test(line) && !/^\s*\* {4}/.test(line)
}
