'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

type Item = { id: string };
import {
  EVERYTHING,
  extend,
  forget,
  isChosen,
  NOTHING,
  type Selection,
  toggle,
} from '@/lib/selection';

/**
 * Return what is chosen of a list, and how to choose. Another question ends the choice: no
 * one should trash what they do not see any more.
 */
export function useSelection(items: readonly Item[], question: unknown) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [asked, setAsked] = useState(question);
  if (asked !== question) {
    setAsked(question);
    setSelection(NOTHING);
  }
  const order = useRef<readonly Item[]>(items);
  useEffect(() => {
    order.current = items;
  }, [items]);

  const choose = useCallback((id: string, isRange: boolean) => {
    setSelection((now) => {
      const ids = order.current.map((item) => item.id);
      return isRange ? extend(now, ids, id) : toggle(now, id);
    });
  }, []);
  const chooseAll = useCallback((isWanted: boolean) => {
    setSelection(isWanted ? EVERYTHING : NOTHING);
  }, []);
  // It is told, not seen: a list that is loaded anew has fewer items for a while.
  const forgetItem = useCallback((id: string) => setSelection((now) => forget(now, id)), []);
  const isItemChosen = useMemo(() => (item: Item) => isChosen(selection, item.id), [selection]);
  return { selection, choose, chooseAll, forget: forgetItem, isItemChosen };
}
