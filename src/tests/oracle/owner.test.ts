/** Checks whose package it is taken for. */
import { expect, test } from 'bun:test'
import { oracle } from './oracle.ts'
import {
  account,
  activityFile,
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

test('user.json, and nothing of it but id, name, display name and avatar', () => {
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

test('ids that are not quoted', () => {
  expect(ownerOf({ 'user.json': `{"id": 1012542537824747590, "username": "a"}` })).toMatchObject({
    package_owner_id: '1012542537824747590',
  })
})

test('the user.json under Activities is another', () => {
  const other = { id: strangerId, username: 'poker' }
  expect(ownerOf({ 'Activities/Activities_1/users/user.json': other })).toBe('MISSING_USER_DATA')
  expect(
    ownerOf({ 'Activités/Activities_1/users/user.json': other, 'wrapper/Compte/user.json': account() }),
  ).toMatchObject({ package_owner_id: ownerId })
})

test('the shallowest user.json that has an id', () => {
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

test('without Account the most frequent user of the events', () => {
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

test('without events the recipient common to at least two DMs', () => {
  const files = dms(friendId, strangerId)
  const result = oracle(zipOf(files), { packageId, today })
  expect('error' in result ? [] : result.dm_channels_data.map((row) => row.dm_user_id).sort()).toEqual([
    friendId,
    strangerId,
  ])
  expect(ownerOf(files)).toMatchObject({ package_owner_id: ownerId })
})

test('MISSING_USER_DATA when all of that fails', () => {
  expect(ownerOf(dms(friendId))).toBe('MISSING_USER_DATA')
  expect(ownerOf({ 'README.txt': 'hello' })).toBe('MISSING_USER_DATA')
})
