import { expect, test } from 'vitest';

import { partsOf } from '@/lib/marks';

test('the marked parts of a text are told from the others', () => {
  expect(partsOf('The <mark>rent</mark> of <mark>May</mark>')).toEqual([
    { text: 'The ', isMarked: false },
    { text: 'rent', isMarked: true },
    { text: ' of ', isMarked: false },
    { text: 'May', isMarked: true },
  ]);
});

test('escaped signs are shown as they were written, once', () => {
  expect(partsOf('a &amp;lt; <mark>&lt;b&gt;</mark> &#x27;&quot;')).toEqual([
    { text: 'a &lt; ', isMarked: false },
    { text: '<b>', isMarked: true },
    { text: ' \'"', isMarked: false },
  ]);
});

test('a text of several lines is one text', () => {
  expect(partsOf('<mark>a\nb</mark>')).toEqual([{ text: 'a\nb', isMarked: true }]);
});
