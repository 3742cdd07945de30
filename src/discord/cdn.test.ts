/** Addresses of avatars and icons: still and animated ones, default avatars, and malformed hashes. */
import { expect, test } from 'bun:test'
import { applicationIconUrlOf, avatarUrlOf, guildIconUrlOf } from './cdn.ts'

const hash = '8342729096ea3675442027381ff50dfe'
const cdn = 'https://cdn.discordapp.com'

test('pictures: still and animated', () => {
  expect(avatarUrlOf('80351110224678912', hash, '0')).toBe(`${cdn}/avatars/80351110224678912/${hash}.webp`)
  expect(avatarUrlOf('80351110224678912', `a_${hash}`, '1337')).toBe(
    `${cdn}/avatars/80351110224678912/a_${hash}.gif`,
  )
  expect(guildIconUrlOf('197038439483310086', hash)).toBe(`${cdn}/icons/197038439483310086/${hash}.png`)
  expect(guildIconUrlOf('197038439483310086', `a_${hash}`)).toBe(
    `${cdn}/icons/197038439483310086/a_${hash}.gif`,
  )
  expect(applicationIconUrlOf('197038439483310086', hash)).toBe(
    `${cdn}/app-icons/197038439483310086/${hash}.png`,
  )
})

test.each([
  // A discriminator decides if there is one: 1337 mod 5, 5 mod 5, 9999 mod 5.
  ['80351110224678912', '1337', 2],
  ['80351110224678912', '0005', 0],
  ['80351110224678912', '9999', 4],
  // Otherwise the id decides: without its last 22 bits, modulo 6.
  ['80351110224678912', '0', 5],
  ['80351110224678912', '0000', 5],
  ['80351110224678912', null, 5],
  ['80351110224678912', 'x', 5],
  // 2^22 · 6 and the id before it; ids beyond 2^53, where floating point numbers would be wrong.
  ['25165824', null, 0],
  ['25165823', null, 5],
  ['1152921504606846975', null, 3],
  ['18446744073709551615', null, 3],
])('without a picture: %s, discriminator %s → %d', (id, discriminator, number) => {
  expect(avatarUrlOf(id, null, discriminator)).toBe(`${cdn}/embed/avatars/${number}.png`)
})

test('a malformed hash is never part of an address', () => {
  for (const bad of ['', 'x?size=1', '../../evil', 'a b', 'ä', 'x'.repeat(65), '/', '%2e']) {
    for (const urlOf of [avatarUrlOf, guildIconUrlOf, applicationIconUrlOf])
      expect(urlOf('25165824', bad, null)).toBe(`${cdn}/embed/avatars/0.png`)
  }
  expect(guildIconUrlOf('25165824', null)).toBe(`${cdn}/embed/avatars/0.png`)
  expect(applicationIconUrlOf('25165824', null)).toBe(`${cdn}/embed/avatars/0.png`)
})
