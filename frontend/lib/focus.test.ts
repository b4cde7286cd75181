// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';

import { leaveRow } from '@/lib/focus';

beforeEach(() => {
  document.body.innerHTML = `<h1 tabindex="-1">Logins</h1>
    <ul><li id="a"></li><li id="b"><button>b</button></li><li id="c"><button>c</button></li></ul>`;
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
