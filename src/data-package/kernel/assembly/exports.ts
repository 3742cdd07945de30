/** The kernel: what touches every byte of a package, compiled to WebAssembly. kernel.ts is its other side. */
export { inputLeft, inputPieceBytes, inputOffset, takeInput } from './bit-input'
export { beginStream, inflate, outputLength, outputOffset } from './inflate'
export { addName, allocate, createNames } from './names'
export { readHeader, headerOffset } from './record-header'
export { createFields, endsOf, scanObject, startsOf } from './object'
export { beginLines, brokenLinesOf, countTooLongLine, linesOf, nextRecord, takeLines } from './lines'
export { keyOf, fingerprintOf, fingerprintOffset, setHashKey } from './fingerprints'
export { instantOf, readSnowflake, snowflakeOffset } from './scalars'
