/**
 * Resizes and frees flat arrays at once. The JavaScript engine frees an unused array only when it collects
 * garbage, and it does not know how much memory that would free.
 */

type FlatArray = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** The same numbers in an array of another length; new elements are 0. The old array is empty afterwards. */
export function resized<Numbers extends FlatArray>(numbers: Numbers, length: number): Numbers {
  const ArrayOf = numbers.constructor as new (buffer: ArrayBuffer) => Numbers
  return new ArrayOf(numbers.buffer.transfer(length * numbers.BYTES_PER_ELEMENT))
}

/** Frees the memory of arrays, which are empty afterwards. */
export function free(...arrays: FlatArray[]): void {
  for (const { buffer } of arrays) buffer.transfer(0)
}
