'use client';

import { useQuery } from '@tanstack/react-query';

import { Editor } from '@/components/admin/availability/editor';
import { RowsPending } from '@/components/admin/pending';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { useTexts } from '@/hooks/use-texts';
import { availability } from '@/lib/i18n/en/availability';
import { availabilityQuery } from '@/lib/queries/admin-bookings';

/** When demos can be booked. */
export function Availability() {
  const t = useTexts(availability);
  const { data, error, refetch } = useQuery(availabilityQuery);
  return (
    <>
      <PageHeading title={t.title} text={t.text} />
      {error && !data && <LoadProblem thrown={error} onRetry={() => void refetch()} />}
      {!error && !data && <RowsPending />}
      {data && <Editor loaded={data} />}
    </>
  );
}
