import { expect, test } from 'vitest';

import { filterBy } from '@/lib/filter';

test.each([
  ['', true],
  ['new york', true],
  ['  YORK  amer ', true],
  ['New_York', true],
  ['new yorx', false],
])('%j in America/New_York: %s', (typed, isFound) => {
  expect(filterBy(typed)('America/New_York')).toBe(isFound);
});

test('accents make no difference', () => {
  expect(filterBy('sao')('São Paulo')).toBe(true);
  expect(filterBy('Köln')('koln')).toBe(true);
});
