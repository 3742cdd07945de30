/** Validates a JSON object in its bytes and finds the wanted fields. */
import { colon, endOfRun, quote } from './bytes'
import { closeBrace, comma, none, openBrace, skipSpace, skipString, skipValue } from './json'
import { behindNames, createNames, noName, numberOf, numberOfEscaped, sizeOf } from './names'

/**
 * Creates a list of field names. It also stores where each field's value is in the object scanned last: first
 * the starts of all values, then their ends.
 */
export function createFields(size: u32): usize {
  return createNames(size, 8)
}

/** The starts, 32 bits per field. The start of a missing field is `none`. */
export function startsOf(fields: usize): usize {
  return behindNames(fields)
}

export function endsOf(fields: usize): usize {
  return behindNames(fields) + sizeOf(fields) * 4
}

/**
 * Finds the fields of the object in `[from, end)`; of duplicate keys the last one wins. False when the bytes
 * are not a JSON object, or nested deeper than `depthMax`. The usual member, `"key":"text",` without escapes
 * and spaces, has inlined code: a line has about forty of them.
 */
export function scanObject(fields: usize, from: usize, end: usize, depthMax: i32): bool {
  const starts = startsOf(fields)
  const ends = endsOf(fields)
  memory.fill(starts, 0, sizeOf(fields) * 4)
  let at = skipSpace(from, end)
  if (at >= end || load<u8>(at) != openBrace) return false
  at = skipSpace(at + 1, end)
  if (at < end && load<u8>(at) == closeBrace) return skipSpace(at + 1, end) == end
  while (at < end) {
    if (load<u8>(at) != quote) return false
    const name = at + 1
    at = endOfRun(name, end)
    if (at >= end) return false
    let field: u32 = noName
    if (load<u8>(at) == quote) field = numberOf(fields, name, <u32>(at++ - name))
    else {
      at = skipString(name - 1, end)
      if (at == none) return false
      field = numberOfEscaped(fields, name, at - 1)
    }

    if (load<u8>(at) != colon) at = skipSpace(at, end)
    if (at >= end || load<u8>(at) != colon) return false
    let start = at + 1
    if (load<u8>(start) == quote) {
      at = endOfRun(start + 1, end)
      at = at < end && load<u8>(at) == quote ? at + 1 : skipString(start, end)
    } else {
      start = skipSpace(start, end)
      at = skipValue(start, end, depthMax)
    }
    if (at == none || at >= end) return false
    if (field != noName) {
      store<u32>(starts + field * 4, <u32>start)
      store<u32>(ends + field * 4, <u32>at)
    }
    if (load<u8>(at) != comma) at = skipSpace(at, end)
    if (at >= end) return false
    const byte = load<u8>(at)
    if (byte == closeBrace) return skipSpace(at + 1, end) == end
    if (byte != comma) return false
    at = skipSpace(at + 1, end)
  }
  return false
}
