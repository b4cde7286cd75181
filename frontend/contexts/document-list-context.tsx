'use client';

import { createContext, type ReactNode, useContext } from 'react';

import type { DocumentFound } from '@/app/client';

/** What the rows of a list of documents know of the list, and what they can ask it to do. */
export type DocumentListContext = {
  /** The query of the address: a document leads back to its list. */
  params: URLSearchParams;
  /** The document whose title is being changed. */
  renaming: string | undefined;
  onRename: (id: string | undefined) => void;
  onEditTags: (document: DocumentFound) => void;
  onTrash: (id: string) => void;
};

const Context = createContext<DocumentListContext | undefined>(undefined);

/** Holds the state of a list of documents for its rows. */
export function DocumentListProvider(props: { value: DocumentListContext; children: ReactNode }) {
  return <Context value={props.value}>{props.children}</Context>;
}

/** Return the list that a row stands in. */
export function useDocumentListContext(): DocumentListContext {
  const list = useContext(Context);
  if (!list) throw new Error('useDocumentListContext outside of a list of documents');
  return list;
}
