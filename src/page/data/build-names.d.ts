/** File names that scripts/build-page.ts inserts; each contains a hash of the file's contents. */
declare const DATABASE_WORKER_FILE: string
declare const SQLITE_WASM_FILE: string
declare const ANALYSIS_WORKER_FILE: string
declare const ACTIVITY_WORKER_FILE: string
declare const KERNEL_VECTOR_FILE: string
declare const KERNEL_PLAIN_FILE: string
