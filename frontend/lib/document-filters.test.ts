import { describe, expect, test } from 'vitest';

import { isFiltered, NO_FILTERS, readFilters, toQuery, writeFilters } from '@/lib/document-filters';

const full = {
  search: 'rent & co',
  tags: ['home', 'tax 2026'],
  type: 'image/*',
  from: '2026-03-08',
  to: '2026-03-08',
  sort: 'size',
  reverse: true,
} as const;

test('an address keeps all filters', () => {
  expect(readFilters(new URLSearchParams(writeFilters(full).toString()))).toEqual(full);
});

test('an address without filters is short, and keeps what is not a filter', () => {
  const written = writeFilters(NO_FILTERS, new URLSearchParams('view=grid&q=old&tag=old'));
  expect(written.toString()).toBe('view=grid');
});

test.each([
  'type=text/html;x',
  'sort=best',
  'from=2026-13-01',
  'from=2026-02-31',
  'from=0026-11-20',
  'to=9999-12-31',
  'to=yesterday',
  'tag=',
  'q=',
])('an address with %s filters nothing', (address) =>
  expect(readFilters(new URLSearchParams(address))).toEqual(NO_FILTERS),
);

test('a search is cut to what the API takes', () => {
  const address = new URLSearchParams({ q: 'a'.repeat(300) });
  expect(readFilters(address).search).toHaveLength(200);
});

describe('toQuery', () => {
  test('asks for whole days of the zone of the user, 23 hours long in spring', () => {
    expect(toQuery(full, 'America/New_York')).toMatchObject({
      created_from: '2026-03-08T05:00:00.000Z',
      created_to: '2026-03-09T04:00:00.000Z',
    });
  });

  test('asks for nothing without filters', () => {
    expect(toQuery({ ...NO_FILTERS, search: '  ' }, 'Europe/London')).toEqual({});
  });
});

test('an order is no filter', () => {
  expect(isFiltered({ ...NO_FILTERS, sort: 'size', reverse: true })).toBe(false);
  expect(isFiltered({ ...NO_FILTERS, tags: ['home'] })).toBe(true);
});
