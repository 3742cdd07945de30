/**
 * Records the days on which a file has lines, whatever their type. Days without any line are a gap in the
 * file.
 */
import { quote } from './bytes'
import { closeBrace, comma } from './json'
import { instantOf } from './scalars'

/** `"timestamp":`, the last key of nearly all lines since 2018. */
const keyStart: u64 = 0x617473656d697422 // "timesta
const keyEnd: u32 = 0x3a22706d // mp":
const keyBytes: usize = 12
/**
 * Lengths of the two most common values, `"\"2023-03-26T05:07:54.364Z\""` and the same without \", and the
 * bounds of the length of all other values.
 */
const lengthQuoted: usize = 30
const lengthPlain: usize = 26
const lengthMin: usize = 21
const lengthMax: usize = 40

const dayMs: f64 = 86_400_000
/** Days from 1970 to 2059, one bit each. */
const dayCount: i32 = 32768
const days = memory.data(4096, 8)

export function daysOffset(): usize {
  return days
}

export function forgetDays(): void {
  memory.fill(days, 0, dayCount / 8)
}

export function noteDay(instantMs: f64): void {
  const day = <i32>Math.floor(instantMs / dayMs)
  if (day < 0 || day >= dayCount) return
  const at = days + (day >> 3)
  store<u8>(at, load<u8>(at) | (u8(1) << u8(day & 7)))
}

/**
 * Records the day of the object in `[start, end)` when its last field is a timestamp in a common form.
 * Returns false when the whole object must be parsed, because the timestamp is elsewhere, missing, or in
 * another form. It does not validate the JSON before the timestamp.
 */
export function noteDayOfTail(start: usize, end: usize): bool {
  if (end - start < keyBytes + lengthMin + 2 || load<u8>(end - 1) != closeBrace || load<u8>(end - 2) != quote)
    return false
  const valueEnd = end - 1
  let value = valueEnd - lengthQuoted
  if (!isValueAt(value, start)) {
    value = valueEnd - lengthPlain
    if (!isValueAt(value, start)) {
      value = valueEnd - lengthMin
      const first = valueEnd - lengthMax
      while (value >= first && !isValueAt(value, start)) value--
      if (value < first) return false
    }
  }
  const instantMs = instantOf(value, valueEnd)
  if (isNaN(instantMs)) return false
  noteDay(instantMs)
  return true
}

/** Whether the value of a key `timestamp` starts at `at`. The object begins at `start`. */
function isValueAt(at: usize, start: usize): bool {
  if (at < start + keyBytes + 1 || load<u8>(at) != quote) return false
  if (load<u64>(at - keyBytes) != keyStart || load<u32>(at - 4) != keyEnd) return false
  const before = load<u8>(at - keyBytes - 1)
  return before == comma || at - keyBytes - 1 == start
}
