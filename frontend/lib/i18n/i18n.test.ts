import { readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import * as de from '@/lib/i18n/de/areas';
import * as en from '@/lib/i18n/en/areas';

// Texts that are the same in both languages.
const SAME = new Set([
  'Administration',
  'Name',
  'Status',
  'OK',
  'Version',
  'Filter',
  'CSV',
  'Text',
  'Export',
  'Passkeys',
]);

const areas = Object.keys(en) as (keyof typeof en)[];

test.each(['en', 'de'])('every file of %s is an area', (language) => {
  const files = readdirSync(`lib/i18n/${language}`)
    .map((file) => file.replace('.ts', ''))
    .map((file) => file.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()))
    .filter((file) => file !== 'areas' && file !== 'index');
  expect(areas.toSorted()).toEqual(files.toSorted());
});

test.each(areas.filter((area) => area !== 'errors'))('%s says the same in German', (area) => {
  const english: Record<string, unknown> = en[area];
  const german: Record<string, unknown> = de[area];
  expect(Object.keys(german).toSorted()).toEqual(Object.keys(english).toSorted());
  for (const [key, text] of Object.entries(english)) {
    expect(typeof german[key], key).toBe(typeof text);
    if (typeof text === 'string' && !SAME.has(text)) expect(german[key], key).not.toBe(text);
  }
});
