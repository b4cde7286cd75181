// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';

import { focusHeadingOf, leaveRow } from '@/lib/focus';

beforeEach(() => {
  document.body.innerHTML = `<h1 tabindex="-1">Logins</h1>
    <ul><li id="a"></li><li id="b"><button>b</button></li><li id="c"><button>c</button></li></ul>
    <section><h2 tabindex="-1">Storage</h2><button id="d">Try again</button></section>`;
});

test.each([
  ['b', 'c'],
  ['c', 'b'],
  ['a', 'b'],
  ['missing', 'Logins'],
])('from row %s the focus goes to %s', (row, focused) => {
  leaveRow(document.getElementById(row));
  expect(document.activeElement?.textContent).toBe(focused);
});

test.each([
  ['d', 'Storage'],
  ['c', 'Logins'],
])('the heading of the part around %s is %s', (id, focused) => {
  const element = document.getElementById(id);
  if (element) focusHeadingOf(element);
  expect(document.activeElement?.textContent).toBe(focused);
});
