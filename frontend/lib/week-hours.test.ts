import { describe, expect, test } from 'vitest';

import {
  coverage,
  nextRange,
  paint,
  problemOf,
  readWeek,
  shownHours,
  type TimeRange,
  writeWeek,
} from '@/lib/week-hours';

/** Write ranges as `09:00-12:00 13:00-17:00`. */
const ranges = (text: string): TimeRange[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((each) => ({ start: each.slice(0, 5), end: each.slice(6) }));
const text = (all: readonly TimeRange[]) =>
  all.map(({ start, end }) => `${start}-${end}`).join(' ');

test('hours of the API come back as they were, in order', () => {
  const hours = [
    { weekday: 'sunday', start: '22:00', end: '00:00' },
    { weekday: 'monday', start: '13:00', end: '17:00' },
    { weekday: 'monday', start: '09:00', end: '12:00' },
  ];
  const week = readWeek(hours);

  expect(week.map(text)).toEqual(['09:00-12:00 13:00-17:00', '', '', '', '', '', '22:00-00:00']);
  expect(writeWeek(week)).toEqual([hours[2], hours[1], hours[0]]);
});

test.each([
  ['09:00-17:00', undefined],
  ['22:00-00:00', undefined],
  ['00:00-00:00', undefined],
  ['09:00-09:00', 'order'],
  ['17:00-09:00', 'order'],
  ['09:00-', 'incomplete'],
  ['', 'incomplete'],
])('the problem of %j is %s', (range, problem) => {
  expect(problemOf(ranges(range), 0)).toBe(problem);
});

test('the later of two ranges that overlap is told, and those that touch do not', () => {
  const day = ranges('09:00-12:00 11:00-13:00 13:00-14:00');
  expect([0, 1, 2].map((index) => problemOf(day, index))).toEqual([
    undefined,
    'overlap',
    undefined,
  ]);
});

describe('paint', () => {
  test.each([
    ['', 540, 600, true, '09:00-10:00'],
    ['09:00-10:00', 600, 660, true, '09:00-11:00'],
    ['09:00-10:00 11:00-12:00', 570, 690, true, '09:00-12:00'],
    ['09:00-12:00', 600, 630, false, '09:00-10:00 10:30-12:00'],
    ['09:00-12:00', 0, 1440, false, ''],
    ['22:00-00:00', 1410, 1440, false, '22:00-23:30'],
    ['', 1410, 1440, true, '23:30-00:00'],
    ['09:15-10:00', 540, 570, true, '09:00-10:00'],
    ['09:00- 10:00-11:00', 600, 660, false, '09:00-'],
  ])('%j from %i to %i, open: %s, is %j', (before, start, end, isOpen, after) => {
    expect(text(paint(ranges(before), start, end, isOpen))).toBe(after);
  });
});

test('a part of a day is open, closed, or partly open', () => {
  const day = ranges('09:15-10:00 10:00-11:00');
  expect(coverage(day, 540, 570)).toBe('partly');
  expect(coverage(day, 570, 660)).toBe('open');
  expect(coverage(day, 660, 690)).toBe('closed');
});

test('a new range follows the last one', () => {
  expect(text([nextRange([])])).toBe('09:00-17:00');
  expect(text([nextRange(ranges('09:00-12:00'))])).toBe('13:00-14:00');
  expect(text([nextRange(ranges('20:00-23:00'))])).toBe('-');
});

test('the grid shows all ranges and an hour around, within a day', () => {
  const least = { start: 480, end: 1080 };
  expect(shownHours([], least)).toEqual(least);
  expect(shownHours([ranges('06:30-23:30')], least)).toEqual({ start: 300, end: 1440 });
});
