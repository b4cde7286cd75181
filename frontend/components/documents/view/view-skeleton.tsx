'use client';

import { Skeleton } from '@/components/ui/skeleton';
import { useTexts } from '@/hooks/use-texts';
import { document } from '@/lib/i18n/en/document';

/** The outline of the page while its document is loaded. */
export function ViewSkeleton() {
  const t = useTexts(document);
  return (
    <div className="flex flex-col gap-6">
      <p role="status" className="sr-only">
        {t.loading}
      </p>
      <Skeleton className="h-10 w-2/3" />
      <div className="grid gap-8 lg:grid-cols-3">
        <Skeleton className="h-preview lg:col-span-2" />
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}
