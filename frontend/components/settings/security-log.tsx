'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';

import { RowsPending } from '@/components/settings/rows-pending';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { SecurityEvent } from '@/components/ui/security-event';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { log } from '@/lib/i18n/en/log';
import { settings } from '@/lib/i18n/en/settings';
import { securityLogQuery } from '@/lib/queries/security';

/** What happened to the account, page by page. */
export function SecurityLog() {
  const t = useTexts(log);
  const words = useTexts(common);
  const titles = useTexts(settings);
  const query = useInfiniteQuery(securityLogQuery);
  const events = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHeading title={titles.log} text={t.text} />
      {query.error && <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <RowsPending />}
      {events && (
        <Card className="flex flex-col gap-4">
          {events.length === 0 && <Empty icon={ScrollText} title={t.empty} />}
          <ol aria-label={t.list} className="divide-y">
            {events.map((event) => (
              <SecurityEvent key={event.id} event={event} />
            ))}
          </ol>
          {query.hasNextPage && (
            <Button
              look="secondary"
              busy={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {words.more}
            </Button>
          )}
        </Card>
      )}
    </>
  );
}
