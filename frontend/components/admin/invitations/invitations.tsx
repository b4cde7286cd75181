'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';

import { InvitationRow } from '@/components/admin/invitations/invitation-row';
import { InviteButton } from '@/components/admin/invitations/invite-button';
import { RowsPending } from '@/components/admin/pending';
import { Card } from '@/components/ui/card';
import { Empty } from '@/components/ui/empty';
import { FilterSelect } from '@/components/ui/filter-select';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { invitation } from '@/lib/i18n/en/invitation';
import { invitationsQuery } from '@/lib/queries/invitations';
import { oneOf } from '@/lib/user-filters';

const STATES = ['open', 'expired', 'accepted', 'withdrawn'] as const;

/** Who is invited to make an account, and what became of it. */
export function Invitations() {
  const t = useTexts(invitation);
  const state = oneOf(STATES, useSearchParams().get('state'));
  const query = useInfiniteQuery(invitationsQuery(state));
  const rows = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHeading title={t.listTitle} text={t.listText} action={<InviteButton />} />
      <FilterSelect
        label={t.state}
        value={state ?? ''}
        onChange={(value) => changeAddress({ state: value })}
        choices={[['', t.all], ...STATES.map((each) => [each, t[each]] as const)]}
        className="self-start max-sm:w-full"
      />
      {query.error && !rows && (
        <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <RowsPending />}
      {rows?.length === 0 && (
        <Card>
          <Empty icon={MailPlus} title={state ? t.noneOfState : t.none} />
        </Card>
      )}
      {rows && rows.length > 0 && (
        <div className="flex flex-col gap-4">
          <ul
            aria-label={t.listTitle}
            aria-busy={query.isPlaceholderData}
            className="divide-y overflow-hidden rounded-card border bg-raised"
          >
            {rows.map((row) => (
              <InvitationRow key={row.id} invited={row} />
            ))}
          </ul>
          <LoadMore query={query} />
        </div>
      )}
    </>
  );
}
