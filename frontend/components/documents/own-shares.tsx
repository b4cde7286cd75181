'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';

import type { SharePublic } from '@/app/client';
import { ListSkeleton } from '@/components/documents/list-skeleton';
import { ShareRows } from '@/components/documents/share-rows';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Select } from '@/components/ui/input';
import { LoadProblem, MoreProblem } from '@/components/ui/problem';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { ownShares } from '@/lib/i18n/en/own-shares';
import { sharesQuery } from '@/lib/queries/documents';

const RevokeDialog = dynamic(
  () => import('@/components/documents/revoke-dialog').then((module) => module.RevokeDialog),
  { ssr: false },
);

/** The active shares, or all that there ever were; the address says which. */
export function OwnShares() {
  const t = useTexts(ownShares);
  const isAll = useSearchParams().get('show') === 'all';
  const list = useInfiniteQuery(sharesQuery(isAll ? undefined : 'active'));
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const [revoking, setRevoking] = useState<SharePublic>();

  const { fetchNextPage, hasNextPage, isFetching } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetching]);

  return (
    <div className="rounded-card border bg-raised">
      <div className="sticky top-14 z-20 flex h-14 items-center justify-between gap-3 rounded-t-card border-b bg-raised px-3">
        <p role="status" className="truncate text-small tabular-nums text-muted">
          {list.data && t.loaded(items.length, hasNextPage)}
        </p>
        <div className="w-40 shrink-0">
          <Select
            aria-label={t.show}
            value={isAll ? 'all' : 'active'}
            onChange={(event) => {
              const query = event.target.value === 'all' ? '?show=all' : location.pathname;
              history.pushState(null, '', query);
            }}
            className="text-small"
          >
            <option value="active">{t.showActive}</option>
            <option value="all">{t.showAll}</option>
          </Select>
        </div>
      </div>
      {content()}
      {revoking && <RevokeDialog share={revoking} onClose={() => setRevoking(undefined)} />}
    </div>
  );

  function content() {
    if (list.error && !list.data) {
      return <LoadProblem thrown={list.error} onRetry={() => void list.refetch()} />;
    }
    if (list.isPending) return <ListSkeleton />;
    if (items.length === 0) {
      return (
        <Empty icon={Link2} title={t.emptyTitle} text={isAll ? t.emptyText : t.emptyActiveText}>
          <Button look="secondary" asChild>
            <Link href={paths.documents}>{t.toDocuments}</Link>
          </Button>
        </Empty>
      );
    }
    return (
      <>
        <ShareRows
          items={items}
          isMore={hasNextPage && !list.isFetchNextPageError}
          onEnd={loadMore}
          onRevoke={setRevoking}
        />
        {list.isFetchNextPageError && <MoreProblem onRetry={() => void fetchNextPage()} />}
      </>
    );
  }
}
