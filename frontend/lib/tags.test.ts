import { expect, test } from 'vitest';

import { changeOf, mergeTags } from '@/lib/tags';

test('a change that was meant for other tags keeps what others did', () => {
  const mine = changeOf(['home', 'old'], ['home', 'new']);

  expect(mergeTags(['home', 'old', 'theirs'], mine)).toEqual(['home', 'theirs', 'new']);
  expect(mergeTags(['new'], mine), 'both added it').toEqual(['new']);
});

test('equal tags are no change', () => {
  expect(changeOf(['a', 'b'], ['b', 'a'])).toEqual([]);
});
