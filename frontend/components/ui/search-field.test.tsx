// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { SearchField } from '@/components/ui/search-field';

const label = 'Search';
const onSearch = vi.fn();
let goBack: (value: string) => void;

function Search() {
  const [value, setValue] = useState('');
  goBack = setValue;
  onSearch.mockImplementation(setValue);
  return <SearchField label={label} value={value} onSearch={onSearch} />;
}

const field = () => screen.getByRole<HTMLInputElement>('searchbox');

function type(text: string) {
  fireEvent.change(field(), { target: { value: text } });
  act(() => void vi.advanceTimersByTime(500));
}

beforeEach(() => {
  vi.useFakeTimers();
  onSearch.mockReset();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test('a pause after a blank keeps the blank between two words', () => {
  render(<Search />);

  type('ada ');
  expect(onSearch).toHaveBeenLastCalledWith('ada');
  expect(field().value).toBe('ada ');
  type(`${field().value}love`);

  expect(onSearch).toHaveBeenLastCalledWith('ada love');
});

test('another search from the address is shown', () => {
  render(<Search />);
  type('ada ');

  act(() => goBack('grace'));

  expect(field().value).toBe('grace');
});
