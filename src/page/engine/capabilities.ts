/**
 * Lists what this browser lacks for an analysis on this device. The page shows the list before anybody
 * chooses a file.
 */

/** Chrome 122, Firefox 135 and Safari 18.4 have everything. */
export function missingForAnalysis(): string[] {
  const needed: [name: string, isThere: () => boolean][] = [
    ['WebAssembly', () => typeof WebAssembly === 'object'],
    // Module workers are not tested here: every browser with the other features has them, and starting one as
    // a test would violate the page's content security policy.
    ['Worker', () => typeof Worker === 'function'],
    ['ArrayBuffer.transfer', () => typeof ArrayBuffer.prototype.transfer === 'function'],
    ['Iterator', () => typeof Iterator === 'function' && typeof Iterator.prototype.map === 'function'],
    ['JSON.parse', hasSourceAccess],
    ['Promise.withResolvers', () => typeof Promise.withResolvers === 'function'],
  ]
  return needed.filter(([, isThere]) => !isThere()).map(([name]) => name)
}

/** Without the source text of numbers, 64-bit ids would silently lose their last digits. */
function hasSourceAccess(): boolean {
  let source: unknown
  JSON.parse('12345678901234567890', ((_key: string, value: unknown, context?: { source?: string }) => {
    source = context?.source
    return value
  }) as (key: string, value: unknown) => unknown)
  return source === '12345678901234567890'
}
