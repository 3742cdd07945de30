/**
 * The two files of Swagger UI, imported `with { type: 'file' }`: the default export is a path for Bun.file.
 */
declare module 'swagger-ui-dist/swagger-ui-bundle.js' {
  const path: string
  export default path
}

declare module 'swagger-ui-dist/swagger-ui.css' {
  const path: string
  export default path
}
