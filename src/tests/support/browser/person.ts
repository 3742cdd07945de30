/**
 * Simulates a person who uses the server's own page: finds elements by their text, clicks, types, and reads.
 */
import axe from 'axe-core'
import type { Page } from './browser.ts'

export interface Person {
  /**
   * Waits for the button, link, summary or label with exactly this text or `aria-label`, until it is enabled,
   * and clicks it.
   */
  click(text: string): Promise<void>
  /** Sets the value of the field with this label, and fires its `input` and `change` events. */
  fill(label: string, value: string): Promise<void>
  /** Waits until the visible text of the page contains this text. */
  sees(text: string): Promise<void>
  /** Resolves with an expression's first truthy value. Fails after two minutes. */
  until(expression: string): Promise<unknown>
  /** Goes to a `#/…` address, and waits for its screen. */
  goTo(address: string): Promise<void>
  /** The visible text of the page. */
  text(): Promise<string>
  /**
   * The problems that axe finds: each with its rule and its first three elements. `colours`: only contrasts,
   * which depend on the theme. `names`: everything except contrasts, which do not depend on names.
   */
  violations(of?: 'all' | 'colours' | 'names'): Promise<string[]>
  /** The number of pixels by which the page is wider than the window. */
  overflow(): Promise<number>
}

/** Only a hanging page reaches this limit. */
const timeoutMs = 120_000

/** The page has no frames and only its own styles, so axe need not look into frames or load style sheets. */
const quick = { resultTypes: ['violations'], iframes: false, preload: false }
const axeOptions = {
  all: quick,
  colours: { ...quick, runOnly: ['color-contrast'] },
  names: { ...quick, rules: { 'color-contrast': { enabled: false } } },
}

const finders = `
globalThis.findByText = (text) => [...document.querySelectorAll('button, a, summary, label, [role=button]')]
  .find((one) => one.textContent.trim() === text || one.getAttribute('aria-label') === text)
globalThis.findField = (label) => {
  const named = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === label)
  return named?.control ?? document.querySelector('[aria-label="' + CSS.escape(label) + '"]')
}
true`

export function personAt(page: Page): Person {
  const until = async (expression: string) => {
    for (const end = performance.now() + timeoutMs; performance.now() < end; await Bun.sleep(40)) {
      // A reload removes the functions that were defined before.
      if (!(await page.evaluate('globalThis.findByText !== undefined'))) await page.evaluate(finders)
      const value = await page.evaluate<unknown>(expression)
      if (value) return value
    }
    throw new Error(`never became true: ${expression}\non the page: ${await text()}`)
  }
  const text = () => page.evaluate<string>('document.body.innerText')
  return {
    until,
    text,
    async click(label) {
      const found = `findByText(${JSON.stringify(label)})`
      await until(`${found} && !${found}.disabled`)
      await page.evaluate(`${found}.click()`)
    },
    async fill(label, value) {
      await until(`findField(${JSON.stringify(label)})`)
      await page.evaluate(`{
        const field = findField(${JSON.stringify(label)})
        field.value = ${JSON.stringify(value)}
        field.dispatchEvent(new Event('input', { bubbles: true }))
        field.dispatchEvent(new Event('change', { bubbles: true }))
      }`)
    },
    async sees(wanted) {
      await until(`document.body.innerText.includes(${JSON.stringify(wanted)})`)
    },
    async goTo(address) {
      await page.evaluate(`location.hash = ${JSON.stringify(address)}`)
      await until(`location.hash === ${JSON.stringify(address)} && !document.querySelector('.waiting')`)
    },
    async violations(of = 'all') {
      if (!(await page.evaluate('globalThis.axe !== undefined'))) await page.evaluate(`${axe.source};true`)
      // Axe cannot judge the contrast of text on hatching and gradients. It reports such text separately, as
      // incomplete.
      return page.evaluate<string[]>(`axe.run(${JSON.stringify(axeOptions[of])}).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`)
    },
    overflow: () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
  }
}
