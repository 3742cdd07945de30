/** The kernel: what touches every byte of a package, compiled to WebAssembly. kernel.ts is its other side. */
export { inputLeft, inputPieceBytes, inputPlace, takeInput } from './bit-input'
export { beginStream, inflate, outputLength, outputPlace } from './inflate'
export { addName, allocate, createNames } from './names'
export { describe, factsPlace } from './facts'
export { createFields, endsOf, scanObject, startsOf } from './object'
export { beginLines, brokenLinesOf, countTooLongLine, linesOf, nextRecord, takeLines } from './lines'
export { keyOf, printOf, printPlace, setHashKey } from './fingerprints'
export { instantOf, readSnowflake, snowflakePlace } from './scalars'
