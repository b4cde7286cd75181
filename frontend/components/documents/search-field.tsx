'use client';

import { Search, X } from 'lucide-react';
import { type Ref, useEffect } from 'react';

import { Input } from '@/components/ui/input';
import { useAddressText } from '@/hooks/documents/use-address-text';
import { useTexts } from '@/hooks/use-texts';
import { focusFirstRow } from '@/lib/focus';
import { documents } from '@/lib/i18n/en/documents';

type Props = {
  /** What is searched now; it changes with the address, too. */
  value: string;
  onChange: (search: string) => void;
  ref?: Ref<HTMLInputElement>;
};

// Long enough for the next letter, short enough to feel at once.
const PAUSE = 250;

/** The field that searches while one types. */
export function SearchField({ value, onChange, ref }: Props) {
  const t = useTexts(documents);
  const { text, setText, sent } = useAddressText(value);

  useEffect(() => {
    if (text.trim() === value.trim()) return;
    const timer = setTimeout(() => {
      sent.current.push(text);
      onChange(text);
    }, PAUSE);
    return () => clearTimeout(timer);
    // Only typing sends: a change of the address alone must not be undone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);

  return (
    <div role="search" className="relative min-w-0 grow">
      <Search aria-hidden className="pointer-events-none absolute left-3 top-3 size-4 text-muted" />
      <Input
        ref={ref}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={200}
        aria-label={t.search}
        placeholder={t.searchPlaceholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') setText('');
          if (event.key === 'ArrowDown') focusFirstRow();
        }}
        className="pl-9 pr-10 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== '' && (
        <button
          type="button"
          aria-label={t.clearSearch}
          onClick={() => setText('')}
          className="absolute inset-y-0 right-0 flex w-10 items-center justify-center rounded-control text-muted hover:text-text"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
