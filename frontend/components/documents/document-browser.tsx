'use client';

import dynamic from 'next/dynamic';
import { useMemo, useRef, useState } from 'react';

import type { DocumentFound } from '@/app/client';
import { ActiveFilters } from '@/components/documents/active-filters';
import { BatchProgress } from '@/components/documents/batch-progress';
import { DocumentResults } from '@/components/documents/document-results';
import { DocumentToolbar } from '@/components/documents/document-toolbar';
import { ListSkeleton } from '@/components/documents/list-skeleton';
import { ListStatus } from '@/components/documents/list-status';
import { NoDocuments } from '@/components/documents/no-documents';
import { LoadProblem, MoreProblem } from '@/components/ui/problem';
import { DocumentListProvider } from '@/contexts/document-list-context';
import { SelectionProvider } from '@/contexts/selection-context';
import { useDocumentFilters } from '@/hooks/documents/use-document-filters';
import { useDocumentList } from '@/hooks/documents/use-document-list';
import { useListShortcuts } from '@/hooks/documents/use-list-shortcuts';
import { useSelection } from '@/hooks/documents/use-selection';
import { useTrashDocuments } from '@/hooks/documents/use-trash-documents';
import { useHabits } from '@/hooks/use-habits';
import { countActive, NO_FILTERS, toQuery } from '@/lib/document-filters';
import { cn } from '@/lib/utils';

const FilterPanel = dynamic(
  () => import('@/components/documents/filter-panel').then((module) => module.FilterPanel),
  { ssr: false },
);
const SelectionActions = dynamic(
  () => import('@/components/documents/selection-actions').then((m) => m.SelectionActions),
  { ssr: false },
);
const DocumentTagsDialog = dynamic(
  () => import('@/components/documents/document-tags-dialog').then((m) => m.DocumentTagsDialog),
  { ssr: false },
);

/** The list of documents with all that finds, orders and chooses them. */
export function DocumentBrowser() {
  const { timeZone } = useHabits();
  const { filters, view, change, changeView, params } = useDocumentFilters();
  const query = useMemo(() => toQuery(filters, timeZone), [filters, timeZone]);
  const list = useDocumentList(query);
  const { items, total } = list;
  const { selection, choose, chooseAll, forget, isItemChosen } = useSelection(items, query);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const [renaming, setRenaming] = useState<string>();
  const [tagging, setTagging] = useState<DocumentFound>();
  const search = useRef<HTMLInputElement>(null);
  const trash = useTrashDocuments();

  useListShortcuts(chooseAll, search);

  const selecting = useMemo(
    () => ({ selection, onChoose: choose, onChooseAll: chooseAll, onForget: forget }),
    [selection, choose, chooseAll, forget],
  );
  const context = useMemo(
    () => ({
      params: new URLSearchParams(params),
      renaming,
      onRename: setRenaming,
      onEditTags: setTagging,
      onTrash: (id: string) => {
        forget(id);
        void trash([id]);
      },
    }),
    [params, renaming, trash, forget],
  );

  return (
    <SelectionProvider value={selecting}>
      <DocumentListProvider value={context}>
        <div className="flex flex-col gap-4">
          <BatchProgress />
          <DocumentToolbar
            filters={filters}
            onChange={change}
            view={view}
            onView={changeView}
            active={countActive(filters)}
            isPanelOpen={isPanelOpen}
            onPanel={setPanelOpen}
            searchRef={search}
          />
          {isPanelOpen && <FilterPanel query={query} filters={filters} onChange={change} />}
          <ActiveFilters filters={filters} onChange={change} />
          <div
            aria-busy={list.isPending || list.isOld}
            className={cn('rounded-card border bg-raised', list.isOld && 'opacity-60')}
          >
            <div className="sticky top-14 z-20 flex h-14 items-center rounded-t-card border-b bg-raised px-3">
              {selection.isRule || selection.ids.size > 0 ? (
                <SelectionActions
                  query={query}
                  total={total}
                  matches={list.hasMore || list.isOld ? undefined : items}
                />
              ) : (
                <ListStatus
                  loaded={list.isPending || list.error ? undefined : items.length}
                  total={total}
                  hasMore={list.hasMore}
                />
              )}
            </div>
            {content()}
          </div>
        </div>
        {tagging && <DocumentTagsDialog document={tagging} onClose={() => setTagging(undefined)} />}
      </DocumentListProvider>
    </SelectionProvider>
  );

  function content() {
    if (list.error) return <LoadProblem thrown={list.error} onRetry={list.retry} />;
    if (list.isPending) return <ListSkeleton />;
    if (items.length === 0) {
      return <NoDocuments filters={filters} onReset={() => change(NO_FILTERS)} />;
    }
    return (
      <>
        <DocumentResults
          view={view}
          items={items}
          total={total}
          isMore={list.hasMore && !list.hasMoreFailed}
          onEnd={list.loadMore}
          isChosen={isItemChosen}
          filters={filters}
          onSort={change}
        />
        {list.hasMoreFailed && <MoreProblem onRetry={list.retryMore} />}
      </>
    );
  }
}
