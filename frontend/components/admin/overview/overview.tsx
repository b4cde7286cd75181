'use client';

import { useQuery } from '@tanstack/react-query';

import { AttentionList } from '@/components/admin/overview/attention-list';
import { Numbers } from '@/components/admin/overview/numbers';
import { PageList } from '@/components/admin/overview/page-list';
import { RowsPending } from '@/components/admin/pending';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { useTexts } from '@/hooks/use-texts';
import { admin } from '@/lib/i18n/en/admin';
import { overviewQuery } from '@/lib/queries/admin';

/** The first page of administrators: what needs somebody, and numbers. */
export function Overview() {
  const t = useTexts(admin);
  const { data, error, refetch } = useQuery(overviewQuery);
  return (
    <>
      <PageHeading title={t.title} text={t.text} />
      {error && !data && <LoadProblem thrown={error} onRetry={() => void refetch()} />}
      {!error && !data && <RowsPending />}
      {data && <AttentionList overview={data} />}
      <PageList />
      {data && <Numbers overview={data} />}
    </>
  );
}
