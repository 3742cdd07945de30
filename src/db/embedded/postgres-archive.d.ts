/** An asset imported by `with { type: 'file' }`: the path of the file, inside the executable too. */
declare module '*.tar.zst' {
  const path: string
  export default path
}
