/** An asset imported `with { type: 'file' }`: the path of the file, also inside the executable. */
declare module '*.tar.zst' {
  const path: string
  export default path
}
