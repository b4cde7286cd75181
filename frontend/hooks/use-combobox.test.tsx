// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { useCombobox } from '@/hooks/use-combobox';

const onChoose = vi.fn();

function Fruits({ isAlwaysOpen }: { isAlwaysOpen?: boolean }) {
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(isAlwaysOpen ?? false);
  const items = ['apple', 'banana', 'cherry'].filter((fruit) => fruit.includes(typed));
  const onOpenChange = isAlwaysOpen ? undefined : setOpen;
  const box = useCombobox({ items, typed, isOpen, onOpenChange, onChoose });
  return (
    <>
      <input {...box.input} value={typed} onChange={(event) => setTyped(event.target.value)} />
      {isOpen && (
        <div {...box.list('Fruits')}>
          {items.map((fruit, index) => (
            <div key={fruit} {...box.item(index)}>
              {fruit}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

const input = () => screen.getByRole('combobox');
const press = (key: string, more = {}) => fireEvent.keyDown(input(), { key, ...more });

/** Return the choice that a screen reader says. */
function active(): string | null | undefined {
  const id = input().getAttribute('aria-activedescendant');
  return id === null ? undefined : document.getElementById(id)?.textContent;
}

beforeEach(() => {
  onChoose.mockClear();
  Element.prototype.scrollIntoView = vi.fn();
});
afterEach(cleanup);

test('arrows open the list and go round, and Enter takes the active choice', () => {
  render(<Fruits />);
  expect(input().getAttribute('aria-expanded')).toBe('false');

  press('ArrowDown');
  expect(active()).toBe('apple');
  press('ArrowUp');
  expect(active()).toBe('cherry');
  press('ArrowDown');
  press('ArrowDown');
  press('Enter');

  expect(onChoose).toHaveBeenCalledExactlyOnceWith('banana');
});

test('the first match is active after each change of the text', () => {
  render(<Fruits isAlwaysOpen />);
  press('ArrowUp');
  fireEvent.change(input(), { target: { value: 'a' } });

  expect(active()).toBe('apple');
});

test('no key is taken from an input method that composes', () => {
  render(<Fruits isAlwaysOpen />);
  press('Enter', { isComposing: true });
  press('Enter', { keyCode: 229 });
  press('ArrowDown', { isComposing: true });

  expect(onChoose).not.toHaveBeenCalled();
  expect(active()).toBe('apple');
});

test('Escape closes a list that opened, and is left alone otherwise', () => {
  render(<Fruits />);
  press('ArrowDown');
  expect(press('Escape')).toBe(false);
  expect(input().getAttribute('aria-expanded')).toBe('false');
  expect(press('Escape')).toBe(true);
});

test('a list without matches counts as none, and Enter does what it does elsewhere', () => {
  render(<Fruits isAlwaysOpen />);
  fireEvent.change(input(), { target: { value: 'zucchini' } });

  expect(input().getAttribute('aria-expanded')).toBe('false');
  expect(active()).toBeUndefined();
  expect(press('Enter')).toBe(true);
});

test('a click chooses, and the focus stays in the input', () => {
  render(<Fruits isAlwaysOpen />);
  const choice = screen.getByRole('option', { name: 'cherry' });

  expect(fireEvent.mouseDown(choice)).toBe(false);
  fireEvent.click(choice);

  expect(onChoose).toHaveBeenCalledExactlyOnceWith('cherry');
});
