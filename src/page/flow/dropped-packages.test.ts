/**
 * What packagesIn() makes of dropped files: zips, folders, their contents, several at once, and unrelated
 * files.
 */
import { expect, test } from 'bun:test'
import type { PackageFile } from '../engine/messages.ts'
import { packagesIn, packagesMax } from './dropped-packages.ts'

const channel = 'c170000000000000009/messages.json'

function files(...paths: string[]): PackageFile[] {
  return paths.map((path) => ({ path, file: new File(['x'], path.split('/').at(-1)!) }))
}

/** `zip name` or `folder name: paths` for each package; a problem's code is returned unchanged. */
function summaryOf(...paths: string[]): string | string[] {
  const found = packagesIn(files(...paths))
  if (typeof found === 'string') return found
  return found.map((one) =>
    one.kind === 'zip'
      ? `zip ${one.name}`
      : `folder ${one.name}: ${one.files.map(({ path }) => path).join(' ')}`,
  )
}

test.each<[string, string[], string | string[]]>([
  ['a zip', ['package.ZIP'], ['zip package.ZIP']],
  ['two zips', ['a.zip', 'b.zip'], ['zip a.zip', 'zip b.zip']],
  [
    'an unzipped package',
    ['package/README.txt', `package/Messages/${channel}`],
    [`folder package: package/README.txt package/Messages/${channel}`],
  ],
  [
    'two unzipped packages',
    [`a/Messages/${channel}`, `b/Account/user.json`],
    [`folder a: a/Messages/${channel}`, 'folder b: b/Account/user.json'],
  ],
  [
    'a zip beside a folder that holds its contents',
    ['a.zip', `a/Messages/${channel}`],
    ['zip a.zip', `folder a: a/Messages/${channel}`],
  ],
  ['a folder of zips', ['all/a.zip', 'all/old/b.zip', 'all/notes.txt'], ['zip a.zip', 'zip b.zip']],
  [
    'a package that contains a zip',
    ['a/Account/user.json', 'a/old.zip'],
    ['folder a: a/Account/user.json a/old.zip'],
  ],
  [
    'everything inside an unzipped package',
    ['Account/user.json', 'Activity/tns/events-1.json', `Messages/${channel}`, 'README.txt'],
    [
      `folder Account, Activity, Messages, README.txt: Account/user.json Activity/tns/events-1.json Messages/${channel} README.txt`,
    ],
  ],
  ['one section alone', [`Messages/${channel}`], [`folder Messages: Messages/${channel}`]],
  ['a text file', ['notes.txt'], 'notZip'],
  ['a text file beside a zip', ['a.zip', 'notes.txt'], 'notZip'],
  ['nothing', [], 'notZip'],
  [
    'more packages than the limit',
    Array.from({ length: packagesMax + 1 }, (_, at) => `${at}.zip`),
    'tooMany',
  ],
])('%s', (_, paths, expected) => {
  expect(summaryOf(...paths)).toEqual(expected)
})
