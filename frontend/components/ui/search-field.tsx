'use client';

import { Search } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';

import { Input } from '@/components/ui/input';
import { cn } from '@/lib/utils';

type Props = {
  label: string;
  /** What is searched now, from the address say. */
  value: string;
  onSearch: (text: string) => void;
  className?: string;
};

// Typing faster than this makes one search of several letters.
const PAUSE = 250;

/** A field that searches as one types. */
export function SearchField({ label, value, onSearch, className }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // The value changed by itself: by "Back", say. What is being typed stays.
    // A blank at its end stays, too: the search leaves it out, and a second word may follow.
    if (timer.current === undefined) setTyped((now) => (now.trim() === value ? now : value));
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function search(text: string) {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      onSearch(text.trim());
    }, PAUSE);
  }

  return (
    <div role="search" className={cn('relative', className)}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search aria-hidden className="absolute left-3 top-3 size-4 text-muted" />
      <Input
        id={id}
        type="search"
        value={typed}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        onChange={(event) => search(event.target.value)}
        className="pl-9"
      />
    </div>
  );
}
