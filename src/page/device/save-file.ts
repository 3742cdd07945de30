/** Offers bytes as a download. */

export function saveFile(name: string, type: string, content: Uint8Array | string | Blob): void {
  const blob = content instanceof Blob ? content : new Blob([content as BlobPart], { type })
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Browsers read the object URL after the click. A minute is longer than any browser takes.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
