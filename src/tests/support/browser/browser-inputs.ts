/** Simulates mouse and keyboard input through Chromium's DevTools protocol. */

export type Call = <T>(method: string, parameters?: object) => Promise<T>

/** The codes that Chromium requires for keys that are not characters. */
const keyCodes: Record<string, number> = {
  ...{ Tab: 9, Enter: 13, Escape: 27, End: 35, Home: 36 },
  ...{ ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 },
}

export async function chooseFiles(call: Call, selector: string, files: readonly string[]): Promise<void> {
  const expression = `document.querySelector(${JSON.stringify(selector)})`
  const { result } = await call<{ result: { objectId: string } }>('Runtime.evaluate', { expression })
  await call('DOM.setFileInputFiles', { files, objectId: result.objectId })
}

export async function dropFiles(call: Call, files: readonly string[]): Promise<void> {
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'])
    await call('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
}

export async function pressKey(call: Call, key: string): Promise<void> {
  const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined
  const event = { key, code: key, windowsVirtualKeyCode: keyCodes[key] ?? 0, ...(text && { text }) }
  await call('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
  await call('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
}
