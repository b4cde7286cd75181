import { expect, test } from 'vitest';

import { parseGigabytes, toGigabytes } from '@/lib/quota';

test.each([
  ['5', 5e9],
  [' 0.5 ', 5e8],
  ['1,25', 125e7],
  ['0', 0],
  ['', undefined],
  ['-1', undefined],
  ['1e3', undefined],
  ['1.000,5', undefined],
  ['9999999999', undefined],
])('%j gigabytes are %s bytes', (text, bytes) => {
  expect(parseGigabytes(text)).toBe(bytes);
});

test('what a field shows is what it reads', () => {
  expect(toGigabytes(5_368_709_120)).toBe('5.36871');
  expect(parseGigabytes(toGigabytes(25e8))).toBe(25e8);
});
