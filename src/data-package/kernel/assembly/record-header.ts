/**
 * Reads the header of a record: what is asked of every record of activity. A call from outside costs as much
 * as all of this.
 */
import { backslash, find } from './bytes'
import { noteDay } from './days'
import { none } from './json'
import { noName, numberOfText } from './names'
import { endsOf, startsOf } from './object'
import { fingerprintOf, fingerprintOffset } from './fingerprints'
import { instantOf } from './scalars'

/** The first fields of every list of activity fields. */
const typeField: u32 = 0
const timestampField: u32 = 1
const eventIdField: u32 = 2
/** Shorter ids are looked at as texts: "null" and "" are none. */
const idLengthMin: usize = 5

/**
 * 64 bits: the time in milliseconds, or NaN; then 32 bits each: the number of the type, 1 for an id, and its
 * fingerprint.
 */
const header = memory.data(24, 8)

export function headerOffset(): usize {
  return header
}

/** Notes the day of the record in `fields`. False when its time is in a form that is left to the caller. */
export function noteDayOfRecord(fields: usize): bool {
  const start: usize = load<u32>(startsOf(fields) + timestampField * 4)
  if (start == none) return true
  const instantMs = instantOf(start, load<u32>(endsOf(fields) + timestampField * 4))
  if (isNaN(instantMs)) return false
  noteDay(instantMs)
  return true
}

/**
 * Reads the header of the record in `fields`. False when its type is none of `types` for sure: with escapes
 * it may be.
 */
export function readHeader(types: usize, fields: usize): bool {
  const typeStart: usize = load<u32>(startsOf(fields) + typeField * 4)
  const typeEnd: usize = load<u32>(endsOf(fields) + typeField * 4)
  const type = typeStart == none ? noName : numberOfText(types, typeStart, typeEnd)
  if (type == noName && (typeStart == none || find(backslash, typeStart, typeEnd) == typeEnd)) {
    store<u32>(header, type, 8)
    return false
  }
  const start: usize = load<u32>(startsOf(fields) + timestampField * 4)
  store<f64>(header, start == none ? NaN : instantOf(start, load<u32>(endsOf(fields) + timestampField * 4)))
  store<u32>(header, type, 8)
  store<u32>(header, fingerprintOf(fields, eventIdField, idLengthMin) ? 1 : 0, 12)
  store<u32>(header, load<u32>(fingerprintOffset()), 16)
  store<u32>(header, load<u32>(fingerprintOffset(), 4), 20)
  return true
}
