/** Light or dark: the system's theme, or the one chosen in this browser. */

export type ThemeChoice = 'light' | 'dark' | 'system'

const storageKey = 'theme'
const query = '(prefers-color-scheme: dark)'

/** The chosen theme; `system` without a choice or without storage. */
export function themeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Sets the theme on the document, in the form that the styles expect. */
export function applyTheme(choice: ThemeChoice = themeChoice()): void {
  const isDark = choice === 'system' ? matchMedia(query).matches : choice === 'dark'
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, choice)
  } catch {
    // Without storage, the theme lasts until the page is closed.
  }
  applyTheme(choice)
}

/** Follows the system's theme while the user has chosen none. */
export function followSystemTheme(): void {
  matchMedia(query).addEventListener('change', () => applyTheme())
}
