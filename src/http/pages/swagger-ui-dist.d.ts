/**
 * Swagger UI's two files, imported `with { type: 'file' }`: the default export is a path that Bun.file reads.
 */
declare module 'swagger-ui-dist/swagger-ui-bundle.js' {
  const path: string
  export default path
}

declare module 'swagger-ui-dist/swagger-ui.css' {
  const path: string
  export default path
}
