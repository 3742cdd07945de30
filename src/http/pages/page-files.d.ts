/**
 * What scripts/build-page.ts writes: the page's files, each as it is and compressed, as paths that Bun.file
 * reads.
 */
declare module '*/build/page/files.js' {
  export interface PageFile {
    /** With a hash of its contents, but for index.html. */
    name: string
    type: string
    etag: string
    plain: string
    br: string
    gzip: string
  }

  export const pageFiles: readonly PageFile[]
}
