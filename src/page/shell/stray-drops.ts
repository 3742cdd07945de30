/** Refuses files that are dropped where the page takes none. */

/**
 * Without this, the browser would open a dropped file in place of the page, and a running analysis would be
 * lost. A screen that takes files sets another `dropEffect` in its own handler, which runs later.
 */
export function refuseStrayDrops(): void {
  for (const type of ['dragover', 'drop'] as const) {
    addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'none'
    })
  }
}
