import { expect, test } from 'vitest';

import { weekdayName, weekdayOrder } from '@/lib/weekdays';

test('weekdays are named, and in the order of the locale', () => {
  expect(weekdayName(0, 'en-GB')).toBe('Monday');
  expect(weekdayName(6, 'de-DE', 'short')).toBe('So');
  expect(weekdayOrder('en-GB')).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(weekdayOrder('en-US')).toEqual([6, 0, 1, 2, 3, 4, 5]);
});
