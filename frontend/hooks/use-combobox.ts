'use client';

import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react';

type Options<T> = {
  items: readonly T[];
  /** What was typed. With another text the first item is the active one again. */
  typed: string;
  isOpen: boolean;
  /** Leave it out if the list is always there: Escape then does nothing here. */
  onOpenChange?: (isOpen: boolean) => void;
  onChoose: (item: T) => void;
};

const scrollIntoView = (element: HTMLElement | null) =>
  element?.scrollIntoView({ block: 'nearest' });
const keepFocus = (event: MouseEvent) => event.preventDefault();

/**
 * The behaviour of an input with a list of choices (ARIA APG, combobox): the focus stays in
 * the input, and arrows move which choice Enter takes. Spread the results into the input,
 * the list and its items; `name` names the list.
 */
export function useCombobox<T>({ items, typed, isOpen, onOpenChange, onChoose }: Options<T>) {
  const id = useId();
  const [moved, setMoved] = useState({ typed, index: 0 });
  const active = Math.min(moved.typed === typed ? moved.index : 0, items.length - 1);
  const setActive = (index: number) => setMoved({ typed, index });
  const hasActive = isOpen && active >= 0;

  function handleKeyDown(event: KeyboardEvent) {
    // Keys belong to an input method (Chinese, Japanese) as long as it composes. Safari
    // tells that by the code 229 only.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : items.length - 1;
      if (hasActive) setActive((active + step) % items.length);
      else onOpenChange?.(true);
    } else if (event.key === 'Enter' && hasActive) {
      onChoose(items[active] as T);
    } else if (event.key === 'Escape' && isOpen && onOpenChange) {
      onOpenChange(false);
    } else {
      return;
    }
    event.preventDefault();
  }

  return {
    active,
    setActive,
    input: {
      role: 'combobox',
      // A list without items is none.
      'aria-expanded': hasActive,
      'aria-controls': hasActive ? id : undefined,
      'aria-autocomplete': 'list',
      'aria-activedescendant': hasActive ? `${id}-${active}` : undefined,
      // A dialog around it stays open: see Dialog.
      'data-own-escape': isOpen && onOpenChange ? '' : undefined,
      autoComplete: 'off',
      autoCapitalize: 'none',
      spellCheck: false,
      onKeyDown: handleKeyDown,
    },
    list: (name: string) => ({ id, role: 'listbox', 'aria-label': name, onMouseDown: keepFocus }),
    item: (index: number) => ({
      id: `${id}-${index}`,
      role: 'option',
      'aria-selected': index === active,
      ref: index === active ? scrollIntoView : undefined,
      onPointerMove: () => index !== active && setActive(index),
      onClick: () => onChoose(items[index] as T),
    }),
  } as const;
}
