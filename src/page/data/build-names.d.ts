/** Names of files that scripts/build-page.ts puts in: they have a hash of their contents. */
declare const DATABASE_WORKER_FILE: string
declare const SQLITE_WASM_FILE: string
declare const ANALYSIS_WORKER_FILE: string
declare const ACTIVITY_WORKER_FILE: string
declare const KERNEL_VECTOR_FILE: string
declare const KERNEL_PLAIN_FILE: string
