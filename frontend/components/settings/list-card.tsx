import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';

import { RowsPending } from '@/components/settings/rows-pending';
import { Card } from '@/components/ui/card';
import { LoadProblem } from '@/components/ui/problem';

type Props<T> = {
  query: UseQueryResult<T[]>;
  label: string;
  row: (item: T) => ReactNode;
  /** What stands in the place of the list if it has no items. */
  empty: ReactNode;
};

/** A list that is loaded at once: its rows in a card, or what is in their place. */
export function ListCard<T extends { id: string }>({ query, label, row, empty }: Props<T>) {
  return (
    <>
      {query.error && <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <RowsPending />}
      {query.data && (
        <Card>
          {query.data.length > 0 ? (
            <ul aria-label={label} className="divide-y">
              {query.data.map((item) => (
                <Fragment key={item.id}>{row(item)}</Fragment>
              ))}
            </ul>
          ) : (
            empty
          )}
        </Card>
      )}
    </>
  );
}
