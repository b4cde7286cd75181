import { expect, test } from 'vitest';

import { countChosen, EVERYTHING, extend, isChosen, NOTHING, toggle } from '@/lib/selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];
const chosen = (selection: typeof NOTHING) =>
  ORDER.filter((id) => isChosen(selection, id)).join('');

test('an item is chosen, and no longer', () => {
  const once = toggle(NOTHING, 'b');
  expect(chosen(once)).toBe('b');
  expect(chosen(toggle(once, 'b'))).toBe('');
});

test('a range goes from the anchor, in both directions', () => {
  const start = toggle(NOTHING, 'c');
  expect(chosen(extend(start, ORDER, 'e'))).toBe('cde');
  expect(chosen(extend(start, ORDER, 'a'))).toBe('abc');
});

test('a range from an item that is no longer chosen takes the others away too', () => {
  const four = extend(toggle(NOTHING, 'a'), ORDER, 'd');
  expect(chosen(extend(toggle(four, 'b'), ORDER, 'c'))).toBe('ad');
});

test('a range without an anchor is one item', () => {
  expect(chosen(extend(NOTHING, ORDER, 'd'))).toBe('d');
});

test('of all that matches some can be left out, and taken in again', () => {
  const without = toggle(EVERYTHING, 'b');
  expect(chosen(without)).toBe('acde');
  expect(countChosen(without, 100_000)).toBe(99_999);
  expect(chosen(toggle(without, 'b'))).toBe('abcde');
  expect(chosen(extend(without, ORDER, 'd'))).toBe('ae');
});
