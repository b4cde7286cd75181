import { keys, local } from '@/lib/storage';

/** A language that the app speaks. English is there at once, German is loaded on demand. */
export type Language = 'en' | 'de';

export const LANGUAGES: Record<Language, string> = { en: 'English', de: 'Deutsch' };

let language: Language = 'en';
let german: ReadonlyMap<object, object> | undefined;
const listeners = new Set<() => void>();

/** Return the language that pages show now. */
export function getLanguage(): Language {
  return language;
}

/** Return the German texts for English ones, once they are loaded and chosen. */
export function translated<T extends object>(english: T): T {
  if (language === 'en') return english;
  return (german?.get(english) as T | undefined) ?? english;
}

/** Return the language of a locale such as `de-AT`; English for all others. */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && /^de\b/i.test(locale) ? 'de' : 'en';
}

/** Return the language that was chosen here before, else the browser's. */
export function preferredLanguage(): Language {
  return languageOf(local.read(keys.language) ?? navigator.language);
}

/** Return the languages for e-mails: the browser's, unless the page shows another one. */
export function acceptLanguage(): string {
  return languageOf(navigator.language) === language ? navigator.languages.join(', ') : language;
}

/** Show all texts in a language. */
export async function showLanguage(wanted: Language): Promise<void> {
  if (wanted === 'de') german ??= (await import('@/lib/i18n/de')).german;
  language = wanted;
  document.documentElement.lang = wanted;
  listeners.forEach((listener) => listener());
}

/** Show all texts in a language that a person chose, now and at the next visit. */
export async function chooseLanguage(wanted: Language): Promise<void> {
  local.write(keys.language, wanted);
  await showLanguage(wanted);
}

/** Call a function whenever the language changes. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
