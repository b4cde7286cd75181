'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';

import { RowsPending } from '@/components/admin/pending';
import { Card } from '@/components/ui/card';
import { FilterSelect } from '@/components/ui/filter-select';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { SecurityEvent } from '@/components/ui/security-event';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { admin } from '@/lib/i18n/en/admin';
import { adminLog } from '@/lib/i18n/en/admin-log';
import { events } from '@/lib/i18n/en/events';
import { adminLogQuery } from '@/lib/queries/admin';
import type { EventKind } from '@/lib/security-events';
import { oneOf } from '@/lib/user-filters';

/** The security log of all accounts, or of the one that `?user=` names. */
export function Log() {
  const t = useTexts(adminLog);
  const titles = useTexts(admin);
  const kinds = useTexts(events);
  const params = useSearchParams();
  const names = Object.keys(kinds) as EventKind[];
  const kind = oneOf(names, params.get('kind'));
  const user = params.get('user') ?? undefined;
  const query = useInfiniteQuery(adminLogQuery({ kind, user_id: user }));
  const found = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHeading
        title={titles.log}
        text={user ? t.ofOne : t.text}
        action={
          <FilterSelect
            label={t.kind}
            value={kind ?? ''}
            choices={[['', t.allKinds], ...names.map((name) => [name, kinds[name]] as const)]}
            onChange={(value) => changeAddress({ kind: value })}
            className="max-sm:w-full"
          />
        }
      />
      {query.error && !found && (
        <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <RowsPending />}
      {found && (
        <Card className="flex flex-col gap-4">
          {found.length === 0 && <p className="text-muted">{t.none}</p>}
          <ul aria-label={titles.log} className="divide-y">
            {found.map((event) => (
              <SecurityEvent
                key={event.id}
                event={{ ...event, by_someone_else: event.actor_id !== null }}
                who={event.user_email ?? t.nobody}
              />
            ))}
          </ul>
          <LoadMore query={query} />
        </Card>
      )}
    </>
  );
}
