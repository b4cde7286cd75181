import { expect, test } from 'vitest';

import { areFew, hintsFor } from '@/lib/hints';

const safe = { two_fa_enabled: true, recovery_codes_left: 10, new_email: null };
const unsafe = { two_fa_enabled: false, recovery_codes_left: null, new_email: 'b@example.com' };

test('an account in order has no hints', () => {
  expect(hintsFor(safe, 4)).toEqual([]);
});

test('the most pressing hint is the first', () => {
  expect(hintsFor(unsafe, 0)).toEqual(['pendingEmail', 'noFactor']);
  expect(hintsFor({ ...safe, recovery_codes_left: 0 }, 5)).toEqual(['fewCodes', 'manyDevices']);
});

test.each([
  [0, true],
  [2, true],
  [3, false],
])('%i recovery codes are few: %s', (codes, few) => expect(areFew(codes)).toBe(few));
