import { expect, test } from 'vitest';

import { timeZones, zoneName } from '@/lib/zones';

test('the list has each zone once, UTC, and one that only the service knows', () => {
  const values = timeZones('Mars/Olympus_Mons').map((zone) => zone.value);
  expect(values).toEqual(expect.arrayContaining(['Mars/Olympus_Mons', 'UTC', 'Asia/Tokyo']));
  expect(new Set(values).size).toBe(values.length);
});

test.each([
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos Aires'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
])('%s is read as %s', (zone, name) => expect(zoneName(zone)).toBe(name));
