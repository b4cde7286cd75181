'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';

import { BatchProgress } from '@/components/documents/batch-progress';
import { DocumentNav } from '@/components/documents/document-nav';
import { ListSkeleton } from '@/components/documents/list-skeleton';
import { TrashBar } from '@/components/documents/trash-bar';
import { TrashRows } from '@/components/documents/trash-rows';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem, MoreProblem } from '@/components/ui/problem';
import { SelectionProvider } from '@/contexts/selection-context';
import { useListShortcuts } from '@/hooks/documents/use-list-shortcuts';
import { useSelection } from '@/hooks/documents/use-selection';
import { useTexts } from '@/hooks/use-texts';
import { trash } from '@/lib/i18n/en/trash';
import { configQuery } from '@/lib/queries/account';
import { trashQuery } from '@/lib/queries/documents';

const PurgeDialog = dynamic(
  () => import('@/components/documents/purge-dialog').then((module) => module.PurgeDialog),
  { ssr: false },
);

/** What was deleted and can still be brought back. */
export function TrashBrowser() {
  const t = useTexts(trash);
  const { data: config } = useQuery(configQuery);
  const list = useInfiniteQuery(trashQuery);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const { selection, choose, chooseAll, forget, isItemChosen } = useSelection(items, undefined);
  // 'all' or the ids to delete for good, once that is confirmed.
  const [purging, setPurging] = useState<'all' | readonly string[]>();
  useListShortcuts(chooseAll);

  const { fetchNextPage, hasNextPage, isFetching } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetching]);
  const selecting = useMemo(
    () => ({ selection, onChoose: choose, onChooseAll: chooseAll, onForget: forget }),
    [selection, choose, chooseAll, forget],
  );

  return (
    <SelectionProvider value={selecting}>
      <div className="flex flex-col gap-6">
        <PageHeading
          title={t.title}
          text={config && t.kept(config.files.trash_days)}
          action={
            items.length > 0 && (
              <Button look="secondary" onClick={() => setPurging('all')}>
                <Trash2 aria-hidden />
                {t.emptyTrash}
              </Button>
            )
          }
        />
        <DocumentNav />
        <BatchProgress />
        {content()}
      </div>
      {purging && (
        <PurgeDialog
          ids={purging === 'all' ? undefined : purging}
          onDone={() => chooseAll(false)}
          onClose={() => setPurging(undefined)}
        />
      )}
    </SelectionProvider>
  );

  function content() {
    if (list.error && !list.data) {
      return <LoadProblem thrown={list.error} onRetry={() => void list.refetch()} />;
    }
    if (list.isPending) return <ListSkeleton />;
    if (items.length === 0) {
      const text = config && t.emptyText(config.files.trash_days);
      return (
        <div className="rounded-card border bg-raised">
          <Empty icon={Trash2} title={t.emptyTitle} text={text} />
        </div>
      );
    }
    return (
      <div className="rounded-card border bg-raised">
        <TrashBar
          loaded={items.length}
          isMore={hasNextPage}
          onPurge={(ids) => setPurging(ids ?? 'all')}
        />
        <TrashRows
          items={items}
          isMore={hasNextPage && !list.isFetchNextPageError}
          onEnd={loadMore}
          isChosen={isItemChosen}
          onPurge={(id) => setPurging([id])}
        />
        {list.isFetchNextPageError && <MoreProblem onRetry={() => void fetchNextPage()} />}
      </div>
    );
  }
}
