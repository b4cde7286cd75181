'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';

import { RowsPending } from '@/components/settings/rows-pending';
import { SessionRow } from '@/components/settings/session-row';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { sessions } from '@/lib/i18n/en/sessions';
import { settings } from '@/lib/i18n/en/settings';
import { sessionsQuery } from '@/lib/queries/security';

const EndOthersDialog = dynamic(
  () => import('./end-others-dialog').then((module) => module.EndOthersDialog),
  { ssr: false },
);

/** Where one is logged in, this one first. */
export function Sessions() {
  const t = useTexts(sessions);
  const words = useTexts(common);
  const titles = useTexts(settings);
  const query = useInfiniteQuery(sessionsQuery);
  const [isAsking, setAsking] = useState(false);
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const sorted = [
    ...all.filter((each) => each.is_current),
    ...all.filter((each) => !each.is_current),
  ];
  return (
    <>
      <PageHeading
        title={titles.sessions}
        text={t.text}
        action={
          sorted.length > 1 && (
            <Button look="secondary" onClick={() => setAsking(true)}>
              {t.endOthers}
            </Button>
          )
        }
      />
      {query.error && <LoadProblem thrown={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <RowsPending />}
      {query.data && (
        <Card className="flex flex-col gap-4">
          <ul aria-label={t.list} className="divide-y">
            {sorted.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
          {sorted.length === 1 && <p className="text-small text-muted">{t.alone}</p>}
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
      {sorted.length > 1 && (
        <Alert kind="info">
          {t.strange}{' '}
          <Link href={paths.settingsPassword} className="text-link underline underline-offset-4">
            {t.changePassword}
          </Link>
        </Alert>
      )}
      <EndOthersDialog open={isAsking} onOpenChange={setAsking} />
    </>
  );
}
