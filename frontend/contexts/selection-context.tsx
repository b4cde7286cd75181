'use client';

import { createContext, type ReactNode, useContext } from 'react';

import type { Selection } from '@/lib/selection';

type SelectionContext = {
  selection: Selection;
  /** Choose an item or no longer; `isRange`: with all from the last one on. */
  onChoose: (id: string, isRange: boolean) => void;
  onChooseAll: (isChosen: boolean) => void;
  /** Choose an item no longer, because it leaves the list. */
  onForget: (id: string) => void;
};

const Context = createContext<SelectionContext | undefined>(undefined);

/** Holds what is chosen in a list, for its rows. */
export function SelectionProvider(props: { value: SelectionContext; children: ReactNode }) {
  return <Context value={props.value}>{props.children}</Context>;
}

/** Return what is chosen in the list around. */
export function useSelectionContext(): SelectionContext {
  const list = useContext(Context);
  if (!list) throw new Error('useSelectionContext outside of a list');
  return list;
}
