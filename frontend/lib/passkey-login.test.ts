import { afterEach, expect, test, vi } from 'vitest';

import { renewAfter } from '@/lib/passkey-login';

afterEach(() => void vi.useRealTimers());

test.each([
  ['12:05:00', 225_000],
  ['12:02:00', 90_000],
  // The clock of the computer is ahead, or behind.
  ['11:00:00', 45_000],
  ['13:00:00', 225_000],
])('an offer until %s is renewed in time', (until, milliseconds) => {
  vi.useFakeTimers({ now: new Date('2026-11-26T12:00:00Z') });
  expect(renewAfter(`2026-11-26T${until}Z`)).toBe(milliseconds);
});
