/**
 * Reads a few fields of a JSON object directly from its bytes. It validates the whole object without building
 * the rest.
 */
import type { Kernel } from '../kernel/host.ts'
import {
  type FieldDecoder,
  type FieldNames,
  type ScannedObject,
  createScannedObject,
} from './scanned-object.ts'

/** The object in a range of bytes, or null if the range is not a valid object. */
export type ObjectScanner = (bytes: Uint8Array, start?: number, end?: number) => ScannedObject | null

/**
 * Creates a function that scans objects for the wanted top-level fields. It accepts exactly what
 * `parseObject` accepts and returns the same values, except that objects inside a field have no keys. Of
 * duplicate keys the last one counts. The returned object is valid until the next scan or the next use of the
 * kernel.
 */
export function createObjectScanner(
  kernel: Kernel,
  wanted: FieldNames,
  depthMax: number,
  decoders: { [name: string]: FieldDecoder } = {},
): ObjectScanner {
  const { exports } = kernel
  const fields = kernel.listOf(wanted, exports.createFields)
  const object = createScannedObject(kernel, wanted, depthMax, decoders, fields)
  return (bytes, start = 0, end = bytes.length) => {
    const place = kernel.offsetOf(bytes, start, end)
    return exports.scanObject(fields, place, place + end - start, depthMax) ? object : null
  }
}
