import { expect, test } from 'vitest';

import { readBookingFilters, toBookingsQuery } from '@/lib/booking-filters';

const TODAY = '2026-03-26';
const habits = { locale: 'en-GB', timeZone: 'Europe/London' };

function queryOf(address: string) {
  const filters = readBookingFilters(new URLSearchParams(address), TODAY, habits.locale);
  return toBookingsQuery(filters, TODAY, habits);
}

test('a week begins as the locale says, and lasts an hour less when the clocks go forward', () => {
  expect(queryOf('')).toEqual({
    starts_from: '2026-03-23T00:00:00.000Z',
    starts_before: '2026-03-29T23:00:00.000Z',
    sort: 'oldest',
    limit: 100,
  });
  const american = readBookingFilters(new URLSearchParams('week=2026-03-26'), TODAY, 'en-US');
  expect(american.week).toBe('2026-03-22');
});

test('a list shows what is to come, what is past, or all', () => {
  expect(queryOf('view=list')).toEqual({
    starts_from: '2026-03-26T00:00:00.000Z',
    sort: 'oldest',
  });
  expect(queryOf('view=list&period=past&status=no_show&q=+ada+')).toEqual({
    starts_before: '2026-03-26T00:00:00.000Z',
    status: 'no_show',
    search: 'ada',
    sort: 'newest',
  });
  expect(queryOf('view=list&period=all')).toEqual({ sort: 'newest' });
});

test.each([
  'week=9999-99-99',
  'week=9999-12-31',
  'week=0026-03-26',
  'week=2026-13-01',
  'week=2026-02-31',
  'week=x',
  'status=x',
  'period=x',
  'view=x',
])('the address ?%s shows this week', (address) => expect(queryOf(address)).toEqual(queryOf('')));
