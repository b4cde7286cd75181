import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Refusal } from '@/app/client';
import { toProblem } from '@/lib/error';
import { showLanguage } from '@/lib/i18n/language';

function messageOf(type: string, message: string): string | undefined {
  const errors = [{ field: 'name', type, message }];
  const body = { code: 'invalid_input', detail: 'Some fields are wrong.', request_id: 'x', errors };
  return toProblem(new Refusal(new Response(null, { status: 422 }), body)).fields[0]?.message;
}

const email = 'must be a valid e-mail address';
const long = 'String should have at most 200 characters';

beforeEach(() => vi.stubGlobal('document', { documentElement: {} }));
afterEach(async () => {
  await showLanguage('en');
  vi.unstubAllGlobals();
});

test('one reads why a field was refused, and never the words of a validator', () => {
  expect(messageOf('value_error', email)).toContain('letters without accents');
  expect(messageOf('string_too_long', long)).toBe('Use at most 200 characters.');
  expect(messageOf('too_long', 'List should have at most 20 items after validation, not 21')).toBe(
    'At most 20 are possible.',
  );
  expect(messageOf('string_too_short', 'String should have at least 1 character')).toBe(
    'Enter something here.',
  );
  expect(messageOf('value_error', 'must not be empty')).toBe('Enter something here.');
  expect(messageOf('value_error', 'must not contain control characters')).toBe(
    'Remove the invisible characters.',
  );
});

test('a rule without a sentence of ours has that of the API in English, and one in German', async () => {
  expect(messageOf('value_error', 'must be odd')).toBe('must be odd');

  await showLanguage('de');

  expect(messageOf('value_error', 'must be odd')).toBe('Diese Eingabe ist so nicht möglich.');
  expect(messageOf('value_error', email)).toContain('keine Umlaute');
  expect(messageOf('string_too_long', long)).toBe('Höchstens 200 Zeichen.');
});
