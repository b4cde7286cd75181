// @vitest-environment node
import { expect, test } from 'vitest';

import { Speed } from '@/lib/uploads/speed';

test('there is no speed before the second sample', () => {
  const speed = new Speed();
  speed.add(5000, 0);
  expect(speed.perSecond).toBeUndefined();
});

test('a steady transfer has its speed from the second sample on', () => {
  const speed = new Speed();
  for (let at = 0; at <= 3000; at += 250) speed.add(at * 400, at);
  expect(speed.perSecond).toBeCloseTo(400_000);
});

test('what is two seconds old counts half', () => {
  const speed = new Speed();
  // Long enough at 1 MB/s that the beginning does not count any more.
  for (let at = 0; at <= 60_000; at += 500) speed.add(at * 1000, at);
  speed.add(60_000_000, 62_000);
  expect(speed.perSecond).toBeCloseTo(500_000, -3);
});

test('bytes that are sent again are no negative speed', () => {
  const speed = new Speed();
  speed.add(8000, 0);
  speed.add(2000, 1000);
  expect(speed.perSecond).toBe(0);
});

test('two samples of one moment are one', () => {
  const speed = new Speed();
  speed.add(0, 0);
  speed.add(1000, 0);
  expect(speed.perSecond).toBeUndefined();
});
