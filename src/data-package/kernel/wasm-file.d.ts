/** Importing a WebAssembly file as a file gives its path. */
declare module '*.wasm' {
  const path: string
  export default path
}
