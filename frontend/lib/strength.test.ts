import { expect, test } from 'vitest';

import { strengthOf } from '@/lib/strength';

const MIN_GUESSES = 1_000_000;
const ABOUT = ['ada.lovelace@example.com', 'Ada Lovelace', 'Sample'];

// What zxcvbn says of each: under a million guesses, or more.
test.each([
  '',
  '        ',
  'aaaaaaaaaaaa',
  'abcabcabc',
  'abcdefgh',
  '87654321',
  'qwertzuiop',
  '1qaz2wsx',
  'password123!',
  'P@ssw0rd1',
  'Summer2024',
  '31121999',
  'friendship',
  'Friendship1',
  'guitargarden',
  'ada.lovelace',
  'Lovelace1',
  'sample2026',
])('%j is weak', (password) => expect(strengthOf(password, ABOUT, MIN_GUESSES)).toBe('weak'));

test.each(['quiet-dusk', 'R7kq2vLw', 'guitargarden-55', 'tr0mbone & tea', '928374016'])(
  '%j is fair',
  (password) => expect(strengthOf(password, ABOUT, MIN_GUESSES)).toBe('fair'),
);

test.each(['correct-horse-battery', 'k7#Pq9x!mW2z', 'Mein Hund heißt nicht Bello'])(
  '%j is strong',
  (password) => expect(strengthOf(password, ABOUT, MIN_GUESSES)).toBe('strong'),
);

test('the words of its owner make a password weaker', () => {
  expect(strengthOf('Lovelace-77', [], MIN_GUESSES)).toBe('fair');
  expect(strengthOf('Lovelace-77', ABOUT, MIN_GUESSES)).toBe('weak');
});

test('the rule of the API decides what is weak', () => {
  expect(strengthOf('quiet-dusk', [], 1e9)).toBe('weak');
});
