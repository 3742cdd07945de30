import { describe, expect, test } from 'bun:test'
import { parseLink } from '../../data-package/fetch/link.ts'
import { checkLink } from './link.ts'

const key = 'u001.' + 'aB3-_.'.repeat(100)
const link = `https://click.discord.com/ls/click?upn=${key}`
const origin = 'https://packages.example'

describe('a pasted link', () => {
  test.each([
    ['unchanged', link],
    ['with white space and brackets', ` <${link}>\n`],
    ['broken over two lines', `${link.slice(0, 90)}\n${link.slice(90)}`],
  ])('%s is a package link', (_, text) => {
    expect(checkLink(text)).toEqual({ state: 'good', link, key })
  })

  test.each([
    [link.slice(0, 200), 'cut'],
    ['https://click.discord.com/ls/click?other=1', 'cut'],
    ['https://discord.com/channels/@me', 'other'],
    ['hello', 'other'],
    ['javascript:alert(1)', 'other'],
  ] as const)('%s is refused', (text, reason) => {
    expect(checkLink(text)).toEqual({ state: 'bad', reason })
  })

  test('an empty text is reported as empty', () => expect(checkLink('  ')).toEqual({ state: 'empty' }))

  test.each([link, `${origin}/click?upn=short`, `${origin}/files/2024/package.zip`, `${origin}//files/`])(
    'the KEY found in %s is the KEY that the server finds',
    (text) => {
      const checked = checkLink(text)
      expect(checked.state === 'good' && checked.key).toBe(parseLink(text, [origin]).key)
    },
  )
})
