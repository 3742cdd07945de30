/** Light or dark: as the system has it, or as it was chosen in this browser. */

export type ThemeChoice = 'light' | 'dark' | 'system'

const storageKey = 'theme'
const query = '(prefers-color-scheme: dark)'

/** What was chosen; `system` without a choice, and where the browser keeps nothing. */
export function themeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Puts the theme on the document, as the styles want it. */
export function applyTheme(choice: ThemeChoice = themeChoice()): void {
  const isDark = choice === 'system' ? matchMedia(query).matches : choice === 'dark'
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, choice)
  } catch {
    // It holds until the page is left.
  }
  applyTheme(choice)
}

/** Follows the system while nothing was chosen. */
export function followSystemTheme(): void {
  matchMedia(query).addEventListener('change', () => applyTheme())
}
