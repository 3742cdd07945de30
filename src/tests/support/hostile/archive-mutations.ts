/** Mutated archives, random but repeatable: changed bits, pieces, directory fields, members, zip64. */
import { zipSync } from 'fflate'
import type { Random } from '../../../synthetic-package/random.ts'
import { type LyingEnd, type LyingMember, lyingZip } from './lying-zip-writer.ts'
import { plainArchive, plainMembers } from './plain-archive.ts'
import { offsetsOf, randomField, readField, writeField } from './zip-fields.ts'

const lines = Array.from(
  { length: 60 },
  (_, at) =>
    `{"event_type":"app_opened","event_id":"${at}","timestamp":"2024-03-04T05:${10 + (at % 50)}:07Z"}`,
)
const longMembers: readonly LyingMember[] = [
  ...plainMembers.slice(0, 4),
  { name: 'Activity/tns/events-2024-00000-of-00001.json', content: lines.join('\n') },
  { name: 'Account/avatar.png', content: Buffer.from(lines.join('')).subarray(0, 900), stored: true },
  { name: 'Messages/', content: '', stored: true },
]

/** Healthy archives of several writers and forms. */
const healthy: readonly Buffer[] = [
  plainArchive(),
  plainArchive({ isWide: true, comment: Buffer.from('made by nobody') }),
  lyingZip(longMembers.map((member) => ({ ...member, isDescribed: true }))),
  lyingZip(
    longMembers.map((member, at) => ({ ...member, isWide: at % 2 === 0 })),
    { isWide: true, prefix: Buffer.from('#!/bin/sh\n') },
  ),
  Buffer.from(
    zipSync(
      Object.fromEntries(longMembers.map(({ name, content }) => [name as string, Buffer.from(content!)])),
    ),
  ),
]

const numbers = [
  0n,
  1n,
  8n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xfffen,
  0xffffn,
  0x7fff_ffffn,
  0xffff_fffen,
  0xffff_ffffn,
]
const wideNumbers = [
  ...numbers,
  0x1_0000_0000n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
]

type Mutation = (bytes: Buffer, random: Random) => Buffer

const mutations: { [name: string]: Mutation } = {
  bit: (bytes, random) => {
    const at = random.integer(0, bytes.length - 1)
    bytes[at]! ^= 1 << random.integer(0, 7)
    return bytes
  },
  byte: (bytes, random) => {
    bytes[random.integer(0, bytes.length - 1)] = random.integer(0, 255)
    return bytes
  },
  /** The last part contains most of what a reader relies on. */
  lateBit: (bytes, random) => {
    const at = Math.max(0, bytes.length - 1 - random.integer(0, 700))
    bytes[at]! ^= 1 << random.integer(0, 7)
    return bytes
  },
  cutEnd: (bytes, random) => bytes.subarray(0, random.integer(0, bytes.length)),
  cutFront: (bytes, random) => bytes.subarray(random.integer(0, bytes.length)),
  cutOut: (bytes, random) => {
    const [from, to] = rangeIn(bytes, random)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  repeat: (bytes, random) => {
    const [from, to] = rangeIn(bytes, random)
    return splice(bytes, random, bytes.subarray(from, to))
  },
  splice: (bytes, random) => {
    const other = random.pick(healthy)
    const [from, to] = rangeIn(other, random)
    return splice(bytes, random, other.subarray(from, to))
  },
  prefix: (bytes, random) => Buffer.concat([Buffer.alloc(random.integer(1, 99), 'x'), bytes]),
  tail: (bytes, random) => Buffer.concat([bytes, Buffer.alloc(random.integer(1, 99), 'x')]),
  overwrite: (bytes, random) => {
    const [from, to] = rangeIn(bytes, random)
    bytes.copy(bytes, random.integer(0, bytes.length - 1), from, to)
    return bytes
  },
  field: (bytes, random) => {
    const [at, size] = randomField(bytes, random)
    return at < 0 ? bytes : writeField(bytes, at, size, random.pick(size === 8 ? wideNumbers : numbers))
  },
  /** A field that is slightly wrong, or that has the value of another one. */
  fieldOff: (bytes, random) => {
    const [at, size] = randomField(bytes, random)
    const [other, otherSize] = randomField(bytes, random)
    if (at < 0 || other < 0) return bytes
    const value = random.chance(0.5)
      ? readField(bytes, at, size) + BigInt(random.integer(-3, 3))
      : readField(bytes, other, otherSize)
    return writeField(bytes, at, size, value)
  },
  swapRecords: (bytes, random) => {
    const records = offsetsOf(bytes, 0x02014b50)
    if (records.length < 2) return bytes
    const [one, other] = [random.pick(records), random.pick(records)]
    const [from, size] = random.pick<readonly [number, 2 | 4 | 8]>([
      [42, 4],
      [16, 4],
      [20, 4],
      [24, 4],
    ])
    if (Math.max(one, other) + 46 > bytes.length) return bytes
    const value = readField(bytes, one + from, size)
    writeField(bytes, one + from, size, readField(bytes, other + from, size))
    return writeField(bytes, other + from, size, value)
  },
}

const memberLies: readonly ((random: Random) => Partial<LyingMember>)[] = [
  (random) => ({ size: random.integer(0, 5000) }),
  (random) => ({ compressedSize: random.integer(0, 5000) }),
  (random) => ({ headerOffset: random.integer(0, 3000) }),
  (random) => ({ crc32: random.bits() }),
  (random) => ({ method: random.pick([0, 1, 8, 9, 12, 14, 93, 99]) }),
  (random) => ({ flags: random.pick([0, 1, 8, 0x40, 0x800, 0x801, 0x2000]) }),
  (random) => ({ isWide: random.chance(0.5), isDescribed: random.chance(0.5) }),
  (random) => ({ stored: random.chance(0.5) }),
  (random) => ({ isGhost: true, headerOffset: random.integer(0, 3000) }),
  (random) => ({ local: { size: random.integer(0, 99), compressedSize: random.integer(0, 99) } }),
  (random) => ({ local: { name: random.pick(longMembers).name as string } }),
  (random) => ({ name: random.pick(longMembers).name }),
  (random) => ({ name: Buffer.from([random.integer(0, 255), random.integer(0, 255), 0x2f]) }),
  (random) => ({
    data: Buffer.from(Array.from({ length: random.integer(0, 300) }, () => random.integer(0, 255))),
  }),
]
const endLies: readonly ((random: Random) => LyingEnd)[] = [
  () => ({}),
  () => ({}),
  (random) => ({ isWide: random.chance(0.7) }),
  (random) => ({ gap: Buffer.alloc(random.integer(0, 60)) }),
  (random) => ({ count: random.integer(0, 12), isWide: random.chance(0.5) }),
  (random) => ({ directorySize: random.integer(0, 900), isWide: random.chance(0.5) }),
  (random) => ({ directoryOffset: random.integer(0, 4000), isWide: random.chance(0.5) }),
  (random) => ({ isWide: true, wideEndOffset: BigInt(random.integer(0, 4000)) }),
  (random) => ({ comment: Buffer.from(random.pick(healthy).subarray(0, random.integer(0, 200))) }),
]

/**
 * One archive, either healthy or written with false fields, and then changed up to four times.
 */
export function mutatedArchive(random: Random): Buffer {
  let bytes = Buffer.from(random.chance(0.7) ? random.pick(healthy) : writtenWithLies(random))
  const names = Object.keys(mutations)
  for (let count = random.integer(0, 4); count > 0 && bytes.length > 0; count--) {
    bytes = Buffer.from(mutations[random.pick(names)]!(bytes, random))
  }
  return bytes
}

function writtenWithLies(random: Random): Buffer {
  const members = random.shuffle(longMembers).slice(0, random.integer(0, longMembers.length))
  const lying = members.map((member) =>
    random.chance(0.3) ? { ...member, ...random.pick(memberLies)(random) } : member,
  )
  return lyingZip(lying, random.pick(endLies)(random))
}

function rangeIn(bytes: Buffer, random: Random): [from: number, to: number] {
  const from = random.integer(0, bytes.length - 1)
  return [from, Math.min(bytes.length, from + 1 + Math.floor(random.exponential(80)))]
}

function splice(bytes: Buffer, random: Random, piece: Uint8Array): Buffer {
  const at = random.integer(0, bytes.length)
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
}
