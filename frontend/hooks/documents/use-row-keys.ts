'use client';

import type { KeyboardEvent } from 'react';

import type { DocumentFound } from '@/app/client';
import { focusNeighbour } from '@/lib/focus';
import { isShortcut } from '@/lib/shortcuts';

type Options = {
  items: readonly DocumentFound[];
  /** Items in a row. */
  lanes: number;
  onChoose: (id: string, isRange: boolean) => void;
  onRename: (id: string) => void;
  onTrash: (id: string) => void;
};

/**
 * Return what handles the keys of a list whose rows have the focus: the arrows go from row
 * to row, and the others act on the row. `data-index` tells the rows, `data-row-link` the
 * link of each that has the focus.
 */
export function useRowKeys({ items, lanes, onChoose, onRename, onTrash }: Options) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('[data-index]');
    const index = Number(row?.dataset.index);
    const item = items[index];
    if (!row || !item || event.defaultPrevented) return;

    const native = event.nativeEvent;
    const step = stepOf(native, lanes);
    const isLink = target.matches('[data-row-link]');
    const isBox = target.matches('input[type="checkbox"]');
    if (step !== 0 && (isLink || isBox)) focusRow(event.currentTarget, index + step);
    else if (isShortcut(native, 'trash')) trash(target, item.id, native.repeat);
    else if (isLink && isShortcut(native, 'choose')) onChoose(item.id, false);
    else if (isLink && isShortcut(native, 'chooseRange')) onChoose(item.id, true);
    else if (isLink && isShortcut(native, 'rename')) onRename(item.id);
    else return;
    event.preventDefault();
  };

  function trash(target: HTMLElement, id: string, isHeld: boolean) {
    // The next row has the focus by then: a key that is held down would trash them all.
    if (isHeld) return;
    // The row goes away at once.
    focusNeighbour(target);
    onTrash(id);
  }
}

/** Give the focus to the row with this number, if it is there. */
export function focusRow(list: Element, index: number): void {
  const link = list.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`);
  link?.focus({ preventScroll: true });
  // `scroll-margin` of the row keeps it out of what covers the window.
  link?.closest('[data-index]')?.scrollIntoView({ block: 'nearest' });
}

function stepOf(event: globalThis.KeyboardEvent, lanes: number): number {
  if (isShortcut(event, 'next')) return lanes;
  if (isShortcut(event, 'previous')) return -lanes;
  if (lanes === 1 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return 0;
  if (event.key === 'ArrowRight') return 1;
  return event.key === 'ArrowLeft' ? -1 : 0;
}
