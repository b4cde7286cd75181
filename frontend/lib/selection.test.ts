import { expect, test } from 'vitest';

import {
  countChosen,
  EVERYTHING,
  extend,
  forget,
  isChosen,
  NOTHING,
  toggle,
} from '@/lib/selection';

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

test('an item that is gone is neither chosen nor left out, and no range begins there', () => {
  const two = extend(toggle(NOTHING, 'a'), ORDER, 'b');
  const one = forget(two, 'a');
  expect(chosen(one)).toBe('b');
  expect(countChosen(one, 4)).toBe(1);
  expect(chosen(extend(one, ORDER, 'd'))).toBe('bd');

  const rest = forget(toggle(EVERYTHING, 'b'), 'b');
  expect(countChosen(rest, 4)).toBe(4);
});
