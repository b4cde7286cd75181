/** The locales that the app offers: a language with the formats of a country. */
const LOCALES = [
  'en-GB',
  'en-US',
  'en-AU',
  'en-CA',
  'en-IE',
  'en-IN',
  'de-DE',
  'de-AT',
  'de-CH',
] as const;

/** Return the locales to choose from, with the one that an account has already. */
export function localesWith(current: string): string[] {
  const known: readonly string[] = LOCALES;
  return known.includes(current) ? [...known] : [current, ...known];
}

/**
 * Return a locale whose formats are clear. English without a country has those of the
 * United States, where alone 14:30 is unusual; e-mails read it as British English, too.
 */
export function withCountry(locale: string): string {
  return { en: 'en-GB', de: 'de-DE' }[locale] ?? locale;
}

/** Return the name of a locale in its own language: `Deutsch (Österreich)`. */
export function nameOfLocale(locale: string): string {
  const names = new Intl.DisplayNames([locale], { type: 'language', languageDisplay: 'standard' });
  return names.of(locale) ?? locale;
}
