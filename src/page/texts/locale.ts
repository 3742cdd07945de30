/**
 * The language of the page: its texts and its formats, which every component reads from one context.
 */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { en, type Texts } from './en.ts'
import { createFormats, type Formats, type HourCycle } from './formats.ts'

export interface Locale {
  language: Language
  texts: Texts
  formats: Formats
}

/**
 * Each language by its own name, as shown in the menu. English is part of the page; each other
 * language is loaded when it is needed.
 */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  'pt-BR': 'Português (Brasil)',
  ja: '日本語',
} as const

export type Language = keyof typeof languages

const loaders: Record<Language, () => Promise<Texts>> = {
  en: () => Promise.resolve(en),
  de: () => import('./de.ts').then(({ de }) => de),
  fr: () => import('./fr.ts').then(({ fr }) => fr),
  es: () => import('./es.ts').then(({ es }) => es),
  'pt-BR': () => import('./pt-br.ts').then(({ ptBr }) => ptBr),
  ja: () => import('./ja.ts').then(({ ja }) => ja),
}

/** The first of the browser's languages (`navigator.languages`) that the page supports, or else English. */
export function pickLanguage(wanted: readonly string[]): Language {
  const known = Object.keys(languages) as Language[]
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0]!
    const found = known.find((language) => language.toLowerCase().split('-')[0] === base)
    if (found) return found
  }
  return 'en'
}

/** Rejects if the server does not return the language's file; the page then keeps its current language. */
export async function loadLocale(language: Language, hourCycle: HourCycle = null): Promise<Locale> {
  return { language, texts: await loaders[language](), formats: createFormats(language, hourCycle) }
}

export const english: Locale = { language: 'en', texts: en, formats: createFormats('en') }

export const LocaleContext = createContext<Locale>(english)

export function useLocale(): Locale {
  return useContext(LocaleContext)
}
