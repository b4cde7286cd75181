import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';

import { RowsPending } from '@/components/admin/pending';
import { Card } from '@/components/ui/card';
import { Empty } from '@/components/ui/empty';
import { LoadMore } from '@/components/ui/load-more';
import { LoadProblem } from '@/components/ui/problem';

type Props<T> = {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  label: string;
  row: (item: T) => ReactNode;
  /** What is shown if there are no rows. */
  icon: LucideIcon;
  none: string;
};

/** A list that is loaded page by page: its rows, or what is in their place. */
export function RowList<T extends { id: string }>({ query, label, row, icon, none }: Props<T>) {
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      {query.error && !items && (
        <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <RowsPending />}
      {items?.length === 0 && (
        <Card>
          <Empty icon={icon} title={none} />
        </Card>
      )}
      {items && items.length > 0 && (
        <div className="flex flex-col gap-4">
          <ul
            aria-label={label}
            aria-busy={query.isPlaceholderData}
            className="divide-y overflow-hidden rounded-card border bg-raised"
          >
            {items.map((item) => (
              <Fragment key={item.id}>{row(item)}</Fragment>
            ))}
          </ul>
          <LoadMore query={query} />
        </div>
      )}
    </>
  );
}
