// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';

import type { DocumentFound } from '@/app/client';
import { useRowKeys } from '@/hooks/documents/use-row-keys';

function Rows() {
  const [titles, setTitles] = useState(['Alpha', 'Beta', 'Gamma']);
  const handleKey = useRowKeys({
    items: titles.map((id) => ({ id }) as DocumentFound),
    lanes: 1,
    onChoose: () => {},
    onRename: () => {},
    onTrash: (id) => setTitles(titles.filter((title) => title !== id)),
  });
  return (
    <ul onKeyDown={handleKey}>
      {titles.map((title, index) => (
        <li key={title} data-index={index}>
          <a href="#row" data-row-link>
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}

const titles = () => screen.getAllByRole('link').map(({ textContent }) => textContent);
const press = (more = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Delete', ...more });

afterEach(cleanup);

test('a key that is held down moves one row to the trash, and not the next ones', () => {
  render(<Rows />);
  screen.getByRole('link', { name: 'Alpha' }).focus();

  press();
  press({ repeat: true });
  press({ repeat: true });
  expect(titles()).toEqual(['Beta', 'Gamma']);

  press();
  expect(titles()).toEqual(['Gamma']);
});
