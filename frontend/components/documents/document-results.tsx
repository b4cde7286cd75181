'use client';

import { useDeferredValue } from 'react';

import { DocumentGrid, useLanes } from '@/components/documents/document-grid';
import { DocumentListView } from '@/components/documents/document-list';
import { DocumentTable, type ResultsProps } from '@/components/documents/document-table';
import { useDocumentListContext } from '@/contexts/document-list-context';
import { useSelectionContext } from '@/contexts/selection-context';
import type { View } from '@/hooks/documents/use-document-filters';
import { useRowKeys } from '@/hooks/documents/use-row-keys';
import { useMedia } from '@/hooks/use-media';

/** The documents as cards, as a table or, on a phone, as a list; with the keys of the rows. */
export function DocumentResults({ view: wanted, ...props }: ResultsProps & { view: View }) {
  // The button that changes it answers before the many cards are there.
  const view = useDeferredValue(wanted);
  const { onChoose } = useSelectionContext();
  const { onRename, onTrash } = useDocumentListContext();
  const isDesk = useMedia('(min-width: 640px)');
  const lanes = useLanes();
  const handleKey = useRowKeys({
    items: props.items,
    lanes: view === 'grid' ? lanes : 1,
    onChoose,
    onRename,
    onTrash,
  });
  const List = view === 'grid' ? DocumentGrid : isDesk ? DocumentTable : DocumentListView;
  return (
    // The keys belong to the links and boxes inside.
    <div id="documents" onKeyDown={handleKey}>
      {/* Rows of another height are another list. */}
      <List key={`${props.filters.search !== ''}`} {...props} />
    </div>
  );
}
