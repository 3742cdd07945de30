/** What this browser lacks for an analysis on this device. Said before anybody chooses a file. */

/** Chrome 122, Firefox 135 and Safari 18.4 have everything. */
export function missingForAnalysis(): string[] {
  const needed: [name: string, isThere: () => boolean][] = [
    ['WebAssembly', () => typeof WebAssembly === 'object'],
    // Every browser with the others knows modules as workers: to try one here would break the page's policy.
    ['Worker', () => typeof Worker === 'function'],
    ['ArrayBuffer.transfer', () => typeof ArrayBuffer.prototype.transfer === 'function'],
    ['Iterator', () => typeof Iterator === 'function' && typeof Iterator.prototype.map === 'function'],
    ['JSON.parse', hasSourceAccess],
    ['Promise.withResolvers', () => typeof Promise.withResolvers === 'function'],
  ]
  return needed.filter(([, isThere]) => !isThere()).map(([name]) => name)
}

/** Without it ids of 64 bits would lose their last digits, and nobody would notice. */
function hasSourceAccess(): boolean {
  let source: unknown
  JSON.parse('12345678901234567890', ((_key: string, value: unknown, context?: { source?: string }) => {
    source = context?.source
    return value
  }) as (key: string, value: unknown) => unknown)
  return source === '12345678901234567890'
}
