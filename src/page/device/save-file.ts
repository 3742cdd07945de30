/** Hands bytes to the browser as a file to keep. */

export function saveFile(name: string, type: string, content: Uint8Array | string | Blob): void {
  const blob = content instanceof Blob ? content : new Blob([content as BlobPart], { type })
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Browsers read the address after the click; a minute is longer than any of them takes.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
