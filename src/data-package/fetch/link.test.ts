import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { PackageError } from '../../errors.ts'
import { isKey, linkOf, parseLink } from './link.ts'

const key = `u001.${'Ab9-_.'.repeat(100)}`
const good = `https://click.discord.com/ls/click?upn=${key}`
const origins = ['https://discord.click', 'http://127.0.0.1:8099']

const accepted: [name: string, text: string, key: string][] = [
  ['the plain link', good, key],
  ['the shortest key', linkOf('a'.repeat(500)), 'a'.repeat(500)],
  ['the longest key', linkOf('a'.repeat(4096)), 'a'.repeat(4096)],
  ['other parameters', `https://click.discord.com/ls/click?a=1&upn=${key}&utm=x`, key],
  ['a percent-encoded key', `https://click.discord.com/ls/click?upn=${key.replaceAll('-', '%2D')}`, key],
]

test.each(accepted)('accepted: %s', (_, text, expected) => {
  const packageId = createHash('md5').update(expected).digest('hex')
  expect(parseLink(text, origins)).toEqual({
    packageId,
    key: expected,
    link: linkOf(expected),
    isDiscord: true,
  })
})

const after = `/ls/click?upn=${key}`
const refused: [name: string, text: string][] = [
  ['nothing', ''],
  ['no address', 'hello'],
  ['no key', 'https://click.discord.com/ls/click'],
  ['an empty key', 'https://click.discord.com/ls/click?upn='],
  ['499 characters', linkOf('a'.repeat(499))],
  ['4,097 characters', linkOf('a'.repeat(4097))],
  ['a character outside of the alphabet', `${good}+`],
  ['a slash in the key', `${good}/x`],
  ['a key encoded twice', good.replaceAll('-', '%252D')],
  ['a broken escape', `${good}%z`],
  ['a broken escape in another name', `${good}&%=1`],
  ['an encoded newline', `${good}%0a`],
  ['two upn', `${good}&upn=${key}`],
  ['two upn, one empty', `${good}&upn=`],
  ['two upn, one spelled with escapes', `${good}&%75pn=${key}`],
  ['one upn spelled with escapes', `https://click.discord.com/ls/click?%75pn=${key}`],
  ['UPN', `https://click.discord.com/ls/click?UPN=${key}`],
  ['http', `http://click.discord.com${after}`],
  ['ftp', `ftp://click.discord.com${after}`],
  ['file', `file:///ls/click?upn=${key}`],
  ['data', `data:text/html,${good}`],
  ['javascript', `javascript:alert(1)//${good}`],
  ['no scheme', `//click.discord.com${after}`],
  ['three slashes', `https:///click.discord.com${after}`],
  ['no slashes', `https:click.discord.com${after}`],
  ['upper case', good.replace('https', 'HTTPS')],
  ['upper case host', good.replace('click.', 'Click.')],
  ['port 8443', `https://click.discord.com:8443${after}`],
  ['an explicit port', `https://click.discord.com:443${after}`],
  ['user info', `https://a:b@click.discord.com${after}`],
  ['empty user info', `https://@click.discord.com${after}`],
  ['the host as a user name', `https://click.discord.com@evil.example${after}`],
  ['the host as a user name with a password', `https://click.discord.com:pw@127.0.0.1${after}`],
  ['a backslash', `https://click.discord.com\\@evil.example${after}`],
  ['backslashes instead of slashes', `https:\\\\click.discord.com${after}`],
  ['a longer host', `https://click.discord.com.evil.example${after}`],
  ['a longer host, encoded', `https://click.discord.com%2eevil.example${after}`],
  ['another subdomain', `https://evil.click.discord.com${after}`],
  ['a prefixed host', `https://xclick.discord.com${after}`],
  ['a trailing dot', `https://click.discord.com.${after}`],
  ['full-width letters', `https://ｃlick.discord.com${after}`],
  ['a full-width dot', `https://click。discord.com${after}`],
  ['a soft hyphen', `https://cl\u00adick.discord.com${after}`],
  ['a fragment', `${good}#x`],
  ['an empty fragment', `${good}#`],
  ['a leading space', ` ${good}`],
  ['a trailing space', `${good} `],
  ['a leading newline', `\n${good}`],
  ['a trailing newline', `${good}\n`],
  ['a tab inside', good.replace('/ls', '\t/ls')],
  ['a newline inside', good.replace('click?', 'cl\nick?')],
  ['NUL', `${good}\0`],
  ['another path', `https://click.discord.com/ls/click2?upn=${key}`],
  ['a longer path', `https://click.discord.com/ls/click/?upn=${key}`],
  ['a path with dots', `https://click.discord.com/x/../ls/click?upn=${key}`],
  ['an encoded path', `https://click.discord.com/ls/%63lick?upn=${key}`],
  ['doubled slashes', `https://click.discord.com//ls/click?upn=${key}`],
  ['more than 20,000 characters', `${good}&a=${'b'.repeat(20_000)}`],
  ['65 parameters', `${good}${'&a=b'.repeat(64)}`],
  ...[
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[fd00::1]',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    'localhost',
    'discord.com',
  ].map((host): [string, string] => [host, `https://${host}${after}`]),
]

test.each(refused)('refused: %s', (_, text) => {
  expect(detailOf(() => parseLink(text, origins))).toBe('link_malformed')
})

const base64 = (text: string) => Buffer.from(text).toString('base64')
const own: [name: string, text: string, key: string][] = [
  ['the path is the key', 'https://discord.click/a/b.zip', base64('a/b.zip')],
  ['outer slashes are ignored', 'https://discord.click//a/b.zip//', base64('a/b.zip')],
  ['other parameters are ignored', 'https://discord.click/a?x=1', base64('a')],
  ['upn is the key if there is one', 'https://discord.click/a?upn=my-key', 'my-key'],
  ['upn is decoded once', 'https://discord.click/a?upn=a%2Bb%2526', 'a+b%26'],
  ['http and a port', 'http://127.0.0.1:8099/ls/click?upn=k', 'k'],
]

test.each(own)('a link to an allowed origin, accepted: %s', (_, text, expected) => {
  const packageId = createHash('md5').update(expected).digest('hex')
  expect(parseLink(text, origins)).toEqual({ packageId, key: expected, link: text, isDiscord: false })
})

const ownRefused: [name: string, text: string][] = [
  ['no path', 'https://discord.click/'],
  ['only slashes', 'https://discord.click///'],
  ['an empty upn', 'https://discord.click/a?upn='],
  ['a space in upn', 'https://discord.click/a?upn=a%20b'],
  ['letters outside ASCII in upn', 'https://discord.click/a?upn=%C3%A9'],
  ['a key too long', `https://discord.click/a?upn=${'a'.repeat(4097)}`],
  ['a path too long', `https://discord.click/${'a'.repeat(4000)}`],
  ['two upn', 'https://discord.click/a?upn=x&upn=y'],
  ['http instead of https', 'http://discord.click/a'],
  ['another port', 'https://discord.click:8443/a'],
  ['a longer host', 'https://discord.click.evil.example/a'],
  ['the origin as a user name', 'https://discord.click@evil.example/a'],
  ['a port that continues', 'http://127.0.0.1:80990/a'],
  ['user info', 'https://me@discord.click/a'],
  ['dots in the path', 'https://discord.click/a/../b'],
]

test.each(ownRefused)('a link to an allowed origin, refused: %s', (_, text) => {
  expect(detailOf(() => parseLink(text, origins))).toBe('link_malformed')
})

test('an origin that is not allowed is refused', () => {
  expect(detailOf(() => parseLink('https://discord.click/a', []))).toBe('link_malformed')
})

test('the error for a refused link does not contain the key', () => {
  try {
    parseLink(`${good}&upn=${key}`, [])
    expect.unreachable()
  } catch (error) {
    expect(Bun.inspect(error)).not.toContain(key.slice(0, 40))
  }
})

test('a key is 1 to 4,096 visible ASCII characters', () => {
  expect(['a', key, 'a+/=', '~'.repeat(4096)].map(isKey)).toEqual([true, true, true, true])
  expect(['', 'a b', 'a\n', 'é', '\0', 'a'.repeat(4097)].map(isKey)).toEqual([...Array(6).fill(false)])
})

function detailOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error instanceof PackageError ? error.detail : error
  }
}
