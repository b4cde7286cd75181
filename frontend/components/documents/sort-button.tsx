'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = {
  direction: 'ascending' | 'descending' | 'none';
  onClick: () => void;
  children: ReactNode;
};

/** The head of a column that sorts by it, and the other way round at the second press. */
export function SortButton({ direction, onClick, children }: Props) {
  const Icon = direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={onClick}
      className="-mx-2 inline-flex h-8 items-center gap-1 rounded-control px-2 hover:bg-hover hover:text-text"
    >
      {children}
      {direction !== 'none' && <Icon aria-hidden className="size-3.5" />}
    </button>
  );
}
