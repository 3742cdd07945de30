import { expect, test } from 'bun:test'
import { csvOf } from './csv.ts'

test('numbers, texts, null, quotes and line breaks are written by the rules of CSV', () => {
  const rows = [
    [1, 'plain', null],
    [-2.5, 'a "b", c', 'two\nlines'],
  ]
  expect(csvOf({ columns: ['n', 'a,b', 'c'], rows })).toBe(
    '\ufeffn,"a,b",c\r\n1,plain,\r\n-2.5,"a ""b"", c","two\nlines"\r\n',
  )
})

test('a name that looks like a formula stays a text', () => {
  const names = ['=HYPERLINK("x")', '+1 of us', '-dash', '@everyone', '\tcell', '-123']
  expect(csvOf({ columns: ['name'], rows: names.map((name) => [name]) })).toBe(
    '\ufeffname\r\n"\'=HYPERLINK(""x"")"\r\n\'+1 of us\r\n\'-dash\r\n\'@everyone\r\n\'\tcell\r\n-123\r\n',
  )
})
