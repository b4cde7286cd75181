'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';

import { InvitationRow } from '@/components/admin/invitations/invitation-row';
import { InviteButton } from '@/components/admin/invitations/invite-button';
import { RowList } from '@/components/admin/row-list';
import { FilterSelect } from '@/components/ui/filter-select';
import { PageHeading } from '@/components/ui/page-heading';
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
      <RowList
        query={query}
        label={t.listTitle}
        row={(invited) => <InvitationRow invited={invited} />}
        icon={MailPlus}
        none={state ? t.noneOfState : t.none}
      />
    </>
  );
}
