import { describe, expect, test } from 'vitest';

import {
  formatAgo,
  formatBytes,
  formatCountdown,
  formatDateTime,
  formatDuration,
  formatRelative,
  formatWeekdayTime,
} from '@/lib/format';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1_250_000, '1.3 MB'],
  [3_000_000_000_000_000, '3,000 TB'],
])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes, 'en')).toBe(text));

test('sizes have the comma of the locale', () => {
  expect(formatBytes(1_250_000, 'de')).toBe('1,3 MB');
});

test('an instant is shown in the zone of the user, not of the machine', () => {
  const habits = { locale: 'en-GB', timeZone: 'America/New_York' };
  expect(formatDateTime('2026-03-08T03:30:00Z', habits)).toBe('7 Mar 2026, 22:30');
});

test('the day of the week is that of the zone', () => {
  const habits = { locale: 'en-GB', timeZone: 'Pacific/Kiritimati' };
  expect(formatWeekdayTime('2026-03-08T11:05:00Z', habits)).toBe('Monday 01:05');
});

describe('formatRelative', () => {
  const now = new Date('2026-03-08T12:00:00Z');
  test.each([
    ['2026-03-08T11:57:00Z', '3 minutes ago'],
    ['2026-03-08T11:59:50Z', 'now'],
    ['2026-03-10T12:00:00Z', 'in 2 days'],
    ['2025-03-08T12:00:00Z', 'last year'],
  ])('%s is %s', (instant, text) => expect(formatRelative(instant, now, 'en')).toBe(text));
});

test.each([
  ['2026-03-08T11:57:00Z', '3 minutes ago'],
  ['2026-03-08T15:00:00Z', 'now'],
])('on a clock of 12:00, what happened at %s was %s', (instant, text) => {
  expect(formatAgo(instant, new Date('2026-03-08T12:00:00Z'), 'en')).toBe(text);
});

test.each([
  [0, '0:00'],
  [44.2, '0:45'],
  [725, '12:05'],
])('%d seconds count down as %s', (seconds, text) => {
  expect(formatCountdown(seconds)).toBe(text);
});

test.each([
  [90, 'en-GB', '1 hour, 30 minutes'],
  [2880, 'en-GB', '2 days'],
  [1501, 'de-DE', '1 Tag, 1 Stunde und 1 Minute'],
])('%i minutes are %s: %s', (minutes, locale, text) =>
  expect(formatDuration(minutes, locale)).toBe(text),
);
