import { expect, test } from 'vitest';

import { byDay, calendarLinks, nearest } from '@/lib/booking';

const slot = (start: string) => ({ start, end: start });
const SLOTS = ['2026-03-08T03:30:00Z', '2026-03-08T09:00:00Z', '2026-03-09T09:00:00Z'].map(slot);

test('slots are sorted into the days of the zone', () => {
  const days = byDay(SLOTS, 'America/New_York');
  expect([...days.keys()]).toEqual(['2026-03-07', '2026-03-08', '2026-03-09']);
  expect(days.get('2026-03-07')).toEqual([SLOTS[0]]);
});

test('the nearest free slots are offered in order of time, without the one that is taken', () => {
  expect(nearest(SLOTS, '2026-03-08T09:00:00Z', 5)).toEqual([SLOTS[0], SLOTS[2]]);
  expect(nearest(SLOTS, '2026-03-09T08:00:00Z', 1)).toEqual([SLOTS[2]]);
});

test('calendars get the instant in UTC, and titles are escaped', () => {
  const links = calendarLinks({
    title: 'Demo & more',
    start: '2026-03-08T09:00:00+01:00',
    end: '2026-03-08T09:30:00+01:00',
    location: null,
  });
  expect(links.Google).toContain('dates=20260308T080000Z%2F20260308T083000Z');
  expect(links.Google).toContain('text=Demo+%26+more');
  expect(links.Outlook).toContain('startdt=2026-03-08T08%3A00%3A00.000Z');
});
