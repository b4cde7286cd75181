import { expect, test } from 'vitest';

import { dayForKey } from '@/lib/calendar-keys';

test.each([
  ['ArrowLeft', false, '2026-03-03'],
  ['ArrowRight', false, '2026-03-05'],
  ['ArrowUp', false, '2026-02-25'],
  ['ArrowDown', false, '2026-03-11'],
  ['Home', false, '2026-03-02'],
  ['End', false, '2026-03-08'],
  ['PageUp', false, '2026-02-04'],
  ['PageDown', false, '2026-04-04'],
  ['PageUp', true, '2025-03-04'],
  ['PageDown', true, '2027-03-04'],
  ['Enter', false, undefined],
])('%s (shift: %s) leads from Wednesday 4 March 2026 to %s', (key, shiftKey, day) => {
  expect(dayForKey({ key, shiftKey }, '2026-03-04', 1)).toBe(day);
});
