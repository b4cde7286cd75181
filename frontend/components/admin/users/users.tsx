'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useSearchParams } from 'next/navigation';

import { RowsPending } from '@/components/admin/pending';
import { UserFiltersBar } from '@/components/admin/users/user-filters-bar';
import { UsersList } from '@/components/admin/users/users-list';
import { UsersTable } from '@/components/admin/users/users-table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Empty } from '@/components/ui/empty';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { useMedia } from '@/hooks/use-media';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { users } from '@/lib/i18n/en/users';
import { usersQuery } from '@/lib/queries/admin';
import { readUserFilters, toUsersQuery } from '@/lib/user-filters';

/** All accounts: searched, filtered and sorted by the address of the page. */
export function Users() {
  const t = useTexts(users);
  const isWide = useMedia('(min-width: 768px)');
  const params = useSearchParams();
  const filters = readUserFilters(new URLSearchParams(params));
  const query = useInfiniteQuery(usersQuery(toUsersQuery(filters)));
  const found = query.data?.pages.flatMap((page) => page.items);
  const Rows = isWide ? UsersTable : UsersList;
  return (
    <>
      <PageHeading title={t.title} text={t.text} />
      <div className="flex flex-col gap-4">
        <UserFiltersBar filters={filters} />
        {query.error && !found && (
          <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <RowsPending />}
        {found && (
          <>
            <p role="status" className="sr-only">
              {query.isPlaceholderData ? '' : t.found(found.length, query.hasNextPage)}
            </p>
            {found.length > 0 ? (
              <div aria-busy={query.isPlaceholderData}>
                <Rows users={found} list={new URLSearchParams(params)} />
              </div>
            ) : (
              <Card>
                <Empty icon={SearchX} title={t.nobody} text={t.nobodyText}>
                  <Button look="secondary" onClick={clear}>
                    {t.clear}
                  </Button>
                </Empty>
              </Card>
            )}
            <LoadMore query={query} />
          </>
        )}
      </div>
    </>
  );
}

function clear() {
  changeAddress({ q: undefined, state: undefined, role: undefined, sort: undefined });
}
