'use client';

import { PageHeading } from '@/components/ui/page-heading';
import { Skeleton } from '@/components/ui/skeleton';
import { useTexts } from '@/hooks/use-texts';
import { shared } from '@/lib/i18n/en/shared';

/** The outline of the page while the share is loaded. */
export function SharedSkeleton() {
  const t = useTexts(shared);
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.title} />
      <Skeleton className="h-48" />
    </div>
  );
}
