/** Which files make an executable outdated. */
import { expect, test } from 'bun:test'
import { relative } from 'node:path'
import { root, sourceFiles } from './benchmark.ts'

test('files of each kind that the executable is made of are found, and no tests', () => {
  const paths = sourceFiles().map((path) => relative(root, path))
  for (const path of [
    ...['src/main.ts', 'src/page/main.tsx', 'src/page/page.html', 'src/page/styles/page.css'],
    ...['src/data-package/kernel/vector.wasm', 'src/analysis/result/schema.sql', 'src/page/icon.svg'],
    ...['drizzle/0000_packages_and_blobs.sql', 'patches/postgres@3.4.9.patch', 'package.json', 'bun.lock'],
  ])
    expect(paths).toContain(path)
  expect(paths.filter((path) => /\.test\.tsx?$|^src\/tests\//.test(path))).toEqual([])
})
