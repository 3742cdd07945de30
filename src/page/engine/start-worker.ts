/** What the engine's workers need at first: the kernel, and the package as a byte source. */
import type { ByteSource } from '../../data-package/archive/byte-source.ts'
import { shareKernel } from '../../data-package/kernel/host.ts'
import { BlobSource } from './blob-source.ts'
import { folderSource } from './folder-source.ts'
import type { DroppedPackage } from './messages.ts'

/** Fetches and compiles the kernel: with vector instructions if the browser has them. */
export async function loadKernel(): Promise<WebAssembly.Module> {
  const fetchBytes = async (name: string) =>
    new Uint8Array(await (await fetch(new URL(name, import.meta.url))).arrayBuffer())
  const vector = await fetchBytes(KERNEL_VECTOR_FILE)
  const bytes = WebAssembly.validate(vector) ? vector : await fetchBytes(KERNEL_PLAIN_FILE)
  const module = await WebAssembly.compile(bytes)
  shareKernel(module)
  return module
}

export function sourceOf(dropped: DroppedPackage): ByteSource {
  return dropped.kind === 'zip' ? new BlobSource(dropped.file) : folderSource(dropped.files)
}
