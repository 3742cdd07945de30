/**
 * Reads the header of a record: values that are needed of every activity record. One call returns all of
 * them, because a call into WebAssembly costs as much as reading them.
 */
import { backslash, find } from './bytes'
import { noteDay } from './days'
import { none } from './json'
import { noName, numberOfText } from './names'
import { endsOf, startsOf } from './object'
import { fingerprintOf, fingerprintOffset } from './fingerprints'
import { instantOf } from './scalars'

/** Every list of activity fields begins with these fields. */
const typeField: u32 = 0
const timestampField: u32 = 1
const eventIdField: u32 = 2
/** Shorter ids are compared as text, because "null" and "" mean that there is no id. */
const idLengthMin: usize = 5

/**
 * The header: the time in milliseconds or NaN, in 64 bits, then four fields of 32 bits. They are the number
 * of the type, 1 or 0 for whether the id has a fingerprint, and the two halves of the fingerprint.
 */
const header = memory.data(24, 8)

export function headerOffset(): usize {
  return header
}

/** Records the day of the record in `fields`. False when the caller must parse its timestamp. */
export function noteDayOfRecord(fields: usize): bool {
  if (timestampOf(fields) == none) return true
  const instantMs = instantOfRecord(fields)
  if (isNaN(instantMs)) return false
  noteDay(instantMs)
  return true
}

/**
 * Milliseconds since 1970. NaN for a record without a timestamp, and for one in a form that is left to the
 * caller.
 */
function instantOfRecord(fields: usize): f64 {
  const start = timestampOf(fields)
  return start == none ? NaN : instantOf(start, load<u32>(endsOf(fields) + timestampField * 4))
}

/** Where the value of the timestamp starts, or `none`. */
function timestampOf(fields: usize): usize {
  return load<u32>(startsOf(fields) + timestampField * 4)
}

/**
 * Reads the header of the record in `fields`. False when its type is certainly none of `types`; a type with
 * escapes may be one of them.
 */
export function readHeader(types: usize, fields: usize): bool {
  const typeStart: usize = load<u32>(startsOf(fields) + typeField * 4)
  const typeEnd: usize = load<u32>(endsOf(fields) + typeField * 4)
  const type = typeStart == none ? noName : numberOfText(types, typeStart, typeEnd)
  if (type == noName && (typeStart == none || find(backslash, typeStart, typeEnd) == typeEnd)) {
    store<u32>(header, type, 8)
    return false
  }
  store<f64>(header, instantOfRecord(fields))
  store<u32>(header, type, 8)
  store<u32>(header, fingerprintOf(fields, eventIdField, idLengthMin) ? 1 : 0, 12)
  store<u32>(header, load<u32>(fingerprintOffset()), 16)
  store<u32>(header, load<u32>(fingerprintOffset(), 4), 20)
  return true
}
