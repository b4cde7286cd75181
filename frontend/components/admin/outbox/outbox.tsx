'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useSearchParams } from 'next/navigation';

import { EmailRow } from '@/components/admin/outbox/email-row';
import { RowList } from '@/components/admin/row-list';
import { FilterSelect } from '@/components/ui/filter-select';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { changeAddress } from '@/lib/address';
import { outbox } from '@/lib/i18n/en/outbox';
import { EMAIL_STATES } from '@/lib/outbox';
import { outboxQuery } from '@/lib/queries/admin';
import { oneOf } from '@/lib/user-filters';

/** The e-mails of the service: what waits, what was sent, what failed and why. */
export function Outbox() {
  const t = useTexts(outbox);
  const status = oneOf(EMAIL_STATES, useSearchParams().get('status'));
  const query = useInfiniteQuery(outboxQuery({ status }));
  return (
    <>
      <PageHeading
        title={t.title}
        text={t.text}
        action={
          <FilterSelect
            label={t.state}
            value={status ?? ''}
            onChange={(value) => changeAddress({ status: value })}
            choices={[['', t.all], ...EMAIL_STATES.map((each) => [each, t[each]] as const)]}
            className="max-sm:w-full"
          />
        }
      />
      <RowList
        query={query}
        label={t.title}
        row={(email) => <EmailRow email={email} />}
        icon={MailCheck}
        none={status ? t.noneOfState : t.none}
      />
    </>
  );
}
