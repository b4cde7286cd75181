'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useSearchParams } from 'next/navigation';

import { EmailRow } from '@/components/admin/outbox/email-row';
import { RowsPending } from '@/components/admin/pending';
import { Card } from '@/components/ui/card';
import { Empty } from '@/components/ui/empty';
import { FilterSelect } from '@/components/ui/filter-select';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
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
  const emails = query.data?.pages.flatMap((page) => page.items);
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
      {query.error && !emails && (
        <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <RowsPending />}
      {emails?.length === 0 && (
        <Card>
          <Empty icon={MailCheck} title={status ? t.noneOfState : t.none} />
        </Card>
      )}
      {emails && emails.length > 0 && (
        <div className="flex flex-col gap-4">
          <ul
            aria-label={t.title}
            aria-busy={query.isPlaceholderData}
            className="divide-y overflow-hidden rounded-card border bg-raised"
          >
            {emails.map((email) => (
              <EmailRow key={email.id} email={email} />
            ))}
          </ul>
          <LoadMore query={query} />
        </div>
      )}
    </>
  );
}
