// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { TagInput } from '@/components/ui/tag-input';
import { useTypedTags } from '@/hooks/use-typed-tags';

const label = 'Tags';
let tags: string[];
let enter: () => string[] | undefined;

function Tags() {
  const [value, setValue] = useState<string[]>([]);
  const typedTags = useTypedTags(value, setValue);
  tags = value;
  enter = typedTags.enter;
  return (
    <TagInput
      label={label}
      value={value}
      onChange={setValue}
      typedTags={typedTags}
      suggestions={[]}
    />
  );
}

const input = () => screen.getByRole<HTMLInputElement>('combobox');
const type = (value: string) => fireEvent.change(input(), { target: { value } });
const error = () => screen.queryByRole('alert')?.textContent;

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn();
});
afterEach(cleanup);

test('a tag that the API would refuse stays in the field, and one reads why', () => {
  render(<Tags />);

  type('Steuer (2026)');
  fireEvent.keyDown(input(), { key: 'Enter' });
  expect(tags).toEqual([]);
  expect(input().value).toBe('Steuer (2026)');
  expect(error()).toContain('begins and ends with a letter');

  type('Steuer 2026');
  expect(error()).toBeUndefined();
  fireEvent.keyDown(input(), { key: 'Enter' });
  expect(tags).toEqual(['steuer 2026']);
  expect(input().value).toBe('');
});

test('pasted text is parted at its commas', () => {
  render(<Tags />);

  type('Home, tax, (x)');

  expect(tags).toEqual(['home', 'tax']);
  expect(input().value).toBe('(x)');
});

test('the form around it gets what is still typed', () => {
  render(<Tags />);
  type('Home');

  let sent: string[] | undefined;
  fireEvent.blur(input());
  act(() => void (sent = enter()));

  expect(sent).toEqual(['home']);
  expect(input().value).toBe('');
});
