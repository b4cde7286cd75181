import { describe, expect, test } from 'vitest';

import {
  addDays,
  addMonths,
  dayOf,
  formatDay,
  monthEnd,
  weekOf,
  weekStart,
  weeksOf,
} from '@/lib/calendar';

test('an instant falls on different days in different zones', () => {
  const instant = '2026-03-08T03:30:00Z';
  expect(dayOf(instant, 'America/New_York')).toBe('2026-03-07');
  expect(dayOf(instant, 'Pacific/Kiritimati')).toBe('2026-03-08');
  expect(dayOf(instant, 'America/St_Johns')).toBe('2026-03-08');
});

describe('days', () => {
  test('go on over the days on which clocks change', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-10-26', -2)).toBe('2026-10-24');
  });

  test('of a longer month become the last of a shorter one', () => {
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(monthEnd('2028-02-03')).toBe('2028-02-29');
  });

  test('are words in a language, without a shift', () => {
    const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
    expect(formatDay('2026-03-04', 'en-GB', options)).toMatch(/^Wednesday,? 4 March 2026$/);
    expect(formatDay('2026-03-04', 'de', options)).toBe('Mittwoch, 4. März 2026');
  });
});

describe('weeks', () => {
  test('begin as the locale has it', () => {
    expect(weekStart('en-US')).toBe(0);
    expect(weekStart('de')).toBe(1);
  });

  test('cover the month, and nothing else', () => {
    const weeks = weeksOf('2026-03-01', 1);
    expect(weeks.length).toBe(6);
    expect(weeks[0]).toEqual([...Array(6).fill(undefined), '2026-03-01']);
    expect(weeks.flat().filter(Boolean).length).toBe(31);
  });

  test('begin before or on each of their days', () => {
    expect(weekOf('2026-03-04', 1)).toBe('2026-03-02');
    expect(weekOf('2026-03-01', 0)).toBe('2026-03-01');
  });
});
