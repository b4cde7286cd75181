import { expect, test } from 'vitest';

import { changeOf, mergeTags, takeTags } from '@/lib/tags';

test('a change that was meant for other tags keeps what others did', () => {
  const mine = changeOf(['home', 'old'], ['home', 'new']);

  expect(mergeTags(['home', 'old', 'theirs'], mine)).toEqual(['home', 'theirs', 'new']);
  expect(mergeTags(['new'], mine), 'both added it').toEqual(['new']);
});

test('equal tags are no change', () => {
  expect(changeOf(['a', 'b'], ['b', 'a'])).toEqual([]);
});

test('typed text becomes tags, which commas separate', () => {
  expect(takeTags(['home'], ' Tax  2026, HOME,, c++ ')).toEqual({
    tags: ['home', 'tax 2026', 'c++'],
    left: '',
    refusal: undefined,
  });
});

test('what the API would refuse stays as it was typed', () => {
  expect(takeTags([], 'Rent, Steuer (2026)')).toEqual({
    tags: ['rent'],
    left: 'Steuer (2026)',
    refusal: 'refused',
  });
});

test.each(['-a', 'a-', 'a.', 'a!', '.', '(a)', 'a'.repeat(51), '\u0301a'])('%s is no tag', (text) =>
  expect(takeTags([], text)).toEqual({ tags: [], left: text, refusal: 'refused' }),
);

test.each([
  'a',
  'c#',
  'a_',
  'r&d',
  'a/b',
  'über',
  'हिन्दी',
  '日本',
  '❤️',
  '👩‍💻',
  '🇩🇪',
  'a'.repeat(50),
])('%s is a tag', (text) => expect(takeTags([], text).tags).toEqual([text]));

test('a 21st tag is too many', () => {
  const tags = Array.from({ length: 19 }, (_, index) => `tag ${index}`);

  expect(takeTags(tags, 'a, b')).toEqual({
    tags: [...tags, 'a'],
    left: 'b',
    refusal: 'tooMany',
  });
});
