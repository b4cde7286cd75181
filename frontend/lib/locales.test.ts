import { expect, test } from 'vitest';

import { localesWith, nameOfLocale, withCountry } from '@/lib/locales';

test('a locale that is not offered can be kept', () => {
  expect(localesWith('fr-CA')[0]).toBe('fr-CA');
  expect(localesWith('de-AT').filter((locale) => locale === 'de-AT')).toHaveLength(1);
});

test('locales are named in their own language', () => {
  expect(nameOfLocale('de-AT')).toBe('Deutsch (Österreich)');
  expect(nameOfLocale('en-GB')).toBe('English (United Kingdom)');
});

test.each([
  ['en', 'en-GB'],
  ['de', 'de-DE'],
  ['de-AT', 'de-AT'],
  ['fr', 'fr'],
])('the formats of %s are those of %s', (locale, formats) => {
  expect(withCountry(locale)).toBe(formats);
});
