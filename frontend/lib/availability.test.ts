import { describe, expect, test } from 'vitest';

import type { AvailabilityPublic } from '@/app/client';
import { changedParts, type Draft, merge, mistakesOf, toDraft, toRules } from '@/lib/availability';

const rules: AvailabilityPublic = {
  timezone: 'Europe/Berlin',
  weekly_hours: [
    { weekday: 'monday', start: '09:00', end: '17:00' },
    { weekday: 'friday', start: '22:00', end: '00:00' },
  ],
  duration_minutes: 30,
  buffer_minutes: 15,
  notice_minutes: 120,
  horizon_days: 60,
  blackout_days: ['2026-12-25', '2026-12-24'],
  location: null,
};
const base = toDraft(rules);
const open = (draft: Draft, day: number, start: string, end: string): Draft => ({
  ...draft,
  week: draft.week.map((ranges, index) => (index === day ? [{ start, end }] : ranges)),
});

test('rules without changes go back as they came', () => {
  expect(toRules(base)).toEqual({ ...rules, blackout_days: ['2026-12-24', '2026-12-25'] });
  expect(changedParts(base, toDraft(rules))).toEqual([]);
});

test('mistakes are found by part', () => {
  const wrong = {
    ...open(base, 2, '17:00', '09:00'),
    duration_minutes: '4',
    buffer_minutes: '',
    notice_minutes: '1.5',
    horizon_days: '366',
    location: 'x'.repeat(201),
  };
  expect([...mistakesOf(wrong)]).toEqual([
    'wednesday',
    'duration_minutes',
    'buffer_minutes',
    'notice_minutes',
    'horizon_days',
    'location',
  ]);
  expect(mistakesOf(base).size).toBe(0);
});

describe('merge', () => {
  test('keeps my changes, and takes theirs where I changed nothing', () => {
    const mine = { ...open(base, 0, '10:00', '16:00'), location: 'Room 7' };
    const theirs = { ...open(base, 1, '08:00', '12:00'), timezone: 'Europe/London' };
    const { draft, taken, conflicts } = merge(base, mine, theirs);

    expect(taken).toEqual(['tuesday', 'timezone']);
    expect(conflicts).toEqual([]);
    expect(changedParts(draft, theirs)).toEqual(['monday', 'location']);
    expect(draft.timezone).toBe('Europe/London');
  });

  test('keeps mine and names the part if both changed it', () => {
    const mine = { ...base, location: 'Room 7', horizon_days: '30' };
    const theirs = { ...base, location: 'Room 8', horizon_days: '30' };
    const { draft, taken, conflicts } = merge(base, mine, theirs);

    expect(draft.location).toBe('Room 7');
    expect(taken).toEqual([]);
    expect(conflicts).toEqual(['location']);
  });
});
