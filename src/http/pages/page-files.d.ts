/** The output of scripts/build-page.ts: the page's files, plain and compressed, as paths for Bun.file. */
declare module '*/build/page/files.js' {
  export interface PageFile {
    /** Contains a hash of the content; only index.html does not. */
    name: string
    type: string
    etag: string
    plain: string
    br: string
    gzip: string
  }

  export const pageFiles: readonly PageFile[]
}
