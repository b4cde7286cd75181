'use client';

import { type RefObject, useEffect } from 'react';

import { bindShortcuts } from '@/lib/shortcuts';

/** The shortcuts of a list in which one chooses, and of its search if it has one. */
export function useListShortcuts(
  onChooseAll: (isChosen: boolean) => void,
  search?: RefObject<HTMLInputElement | null>,
): void {
  useEffect(
    () =>
      bindShortcuts({
        chooseAll: () => onChooseAll(true),
        chooseNone: () => onChooseAll(false),
        ...(search && { search: () => search.current?.focus() }),
      }),
    [onChooseAll, search],
  );
}
