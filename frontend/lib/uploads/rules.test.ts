// @vitest-environment node
import { describe, expect, test } from 'vitest';

import type { FileRule } from '@/app/client';
import { acceptedBy, canRetry, extensionOf, refusalOf } from '@/lib/uploads/rules';
import type { Refusal } from '@/lib/uploads/types';

const rule = {
  types: [
    { extension: 'pdf', media_type: 'application/pdf' },
    { extension: 'txt', media_type: 'text/plain' },
  ],
  max_bytes: 1000,
  name_max_characters: 20,
} as FileRule;

test.each([
  ['report.PDF', 'pdf'],
  ['archive.tar.gz', 'gz'],
  ['README', ''],
  ['.gitignore', ''],
  ['ends with.', ''],
])('the extension of %s is "%s"', (name, extension) => {
  expect(extensionOf(name)).toBe(extension);
});

describe('refusalOf', () => {
  test.each([
    ['report.pdf', 1000, undefined],
    ['report.pdf', 1001, 'file_too_large'],
    ['report.pdf', 0, 'empty_file'],
    ['virus.exe', 0, 'type_not_allowed'],
    ['a name that is too long.txt', 1, 'name_too_long'],
  ])('%s of %i bytes: %s', (name, size, code) => {
    expect(refusalOf({ name, size }, rule)?.code).toBe(code);
  });
});

test('an input for files accepts the extensions of the rule', () => {
  expect(acceptedBy(rule)).toBe('.pdf,.txt');
});

test.each([
  ['upload_exceeds_quota', true],
  ['unknown', true],
  ['upload_is_duplicate', false],
  ['content_mismatch', false],
] as [Refusal['code'], boolean][])('%s can be tried again: %s', (code, expected) => {
  const upload = { key: '1', name: 'a.pdf', size: 1, sent: 0, state: 'failed' as const };
  expect(canRetry({ ...upload, refusal: { code } })).toBe(expected);
});
