/** Checks how the owner of a package is determined. */
import { expect, test } from 'bun:test'
import { oracle } from './oracle.ts'
import {
  account,
  activityFile,
  channelId,
  friendId,
  line,
  ownerId,
  packageId,
  strangerId,
  today,
  zipOf,
  type Files,
} from './sample-package.ts'

function ownerOf(files: Files) {
  const result = oracle(zipOf(files), { packageId, today })
  return 'error' in result ? result.error : result.package_data[0]
}

test('the owner comes from user.json, with id, name, display name and avatar only', () => {
  const fields = { global_name: 'The Owner', avatar_hash: 'abc123', email: 'a@b.example', ip: '1.2.3.4' }
  expect(ownerOf({ 'Konto/user.json': account(fields) })).toEqual({
    package_id: packageId,
    package_owner_id: ownerId,
    package_owner_name: 'owner',
    package_owner_display_name: 'The Owner',
    package_owner_avatar_url: `https://cdn.discordapp.com/avatars/${ownerId}/abc123.`,
    package_is_partial: 1,
  })
})

test('unquoted ids are read exactly', () => {
  expect(ownerOf({ 'user.json': `{"id": 1012542537824747590, "username": "a"}` })).toMatchObject({
    package_owner_id: '1012542537824747590',
  })
})

test('the user.json under Activities is ignored', () => {
  const other = { id: strangerId, username: 'poker' }
  expect(ownerOf({ 'Activities/Activities_1/users/user.json': other })).toBe('MISSING_USER_DATA')
  expect(
    ownerOf({ 'Activités/Activities_1/users/user.json': other, 'wrapper/Compte/user.json': account() }),
  ).toMatchObject({ package_owner_id: ownerId })
})

test('the least nested user.json with an id is used', () => {
  const deep = account({ id: strangerId })
  expect(ownerOf({ 'a/b/user.json': deep, 'Account/user.json': account() })).toMatchObject({
    package_owner_id: ownerId,
  })
  expect(ownerOf({ 'a/b/user.json': deep, 'Account/user.json': {} })).toMatchObject({
    package_owner_id: strangerId,
  })
  expect(ownerOf({ 'Spiele/eins/users/user.json': deep })).toBe('MISSING_USER_DATA')
})

const event = (user_id: unknown) => line('anything', 'null', { user_id })

test('without a usable user.json, the owner is the most frequent user of the events', () => {
  const events = activityFile(
    event(ownerId),
    event(strangerId),
    event(strangerId),
    event('null'),
    event(null),
  )
  for (const broken of [{}, { 'Account/user.json': '{"id": "1' }, { 'Account/user.json': {} }]) {
    expect(ownerOf({ ...broken, ...events })).toMatchObject({
      package_owner_id: strangerId,
      package_owner_name: 'Unknown user',
      package_owner_display_name: null,
      package_owner_avatar_url: null,
    })
  }
})

const dms = (...others: string[]): Files =>
  Object.fromEntries(
    others.map((other, index) => [
      `Messages/c60000000000000000${index}/channel.json`,
      { type: 'DM', recipients: [other, ownerId] },
    ]),
  )

test('without events, the owner is the recipient common to at least two DMs', () => {
  const files = dms(friendId, strangerId)
  const result = oracle(zipOf(files), { packageId, today })
  expect('error' in result ? [] : result.dm_channels_data.map((row) => row.dm_user_id).sort()).toEqual([
    friendId,
    strangerId,
  ])
  expect(ownerOf(files)).toMatchObject({ package_owner_id: ownerId })
})

const group = (id: number, ...recipients: string[]): Files => ({
  [`Messages/c70000000000000000${id}/channel.json`]: { type: 'GROUP_DM', recipients },
})

test('group DMs count too, and if two people are in all of them, neither is the owner', () => {
  expect(ownerOf({ ...dms(friendId), ...group(1, strangerId, ownerId, '9') })).toMatchObject({
    package_owner_id: ownerId,
  })
  expect(ownerOf({ ...group(1, strangerId, ownerId), ...group(2, ownerId, strangerId) })).toMatchObject({
    package_owner_id: '0',
  })
})

test('an unknown owner has the id 0, and everything else counts', () => {
  const unknown = {
    package_owner_id: '0',
    package_owner_name: 'Unknown user',
    package_owner_display_name: null,
    package_owner_avatar_url: null,
    package_is_partial: 1,
  }
  expect(ownerOf(dms(friendId))).toMatchObject(unknown)
  const result = oracle(zipOf(dms(friendId)), { packageId, today })
  expect('error' in result ? [] : result.dm_channels_data).toMatchObject([
    { channel_id: '600000000000000000', dm_user_id: '600000000000000000' },
  ])
  expect(ownerOf({ 'Servers/index.json': { [strangerId]: 'Home' } })).toMatchObject(unknown)
  expect(ownerOf(activityFile(line('app_opened', '2023-05-01T00:00:00Z')))).toMatchObject({
    ...unknown,
    package_is_partial: 0,
  })
  const payment = { id: '1', created_at: '2023-05-01T00:00:00Z', currency: 'eur', amount: 1, status: 1 }
  const billing = { 'Account/user_data_exports/discord_billing/payments.json': { records: [payment] } }
  expect(ownerOf(billing)).toMatchObject(unknown)
})

test('MISSING_USER_DATA is only for packages without anything to count', () => {
  expect(ownerOf({ 'README.txt': 'hello' })).toBe('MISSING_USER_DATA')
  expect(ownerOf({ 'Messages/index.json': { [channelId]: 'Direct Message with a#0' } })).toBe(
    'MISSING_USER_DATA',
  )
  expect(ownerOf(activityFile('{"predicted_age":"18"}\n', 'broken\n', line('anything', 'null')))).toBe(
    'MISSING_USER_DATA',
  )
})
