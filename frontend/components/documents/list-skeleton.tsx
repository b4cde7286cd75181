'use client';

import { Skeleton } from '@/components/ui/skeleton';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

const ROWS = [1, 2, 3, 4, 5, 6];

/** Grey rows where documents will be. */
export function ListSkeleton() {
  const t = useTexts(documents);
  return (
    <div>
      <p role="status" className="sr-only">
        {t.loadingList}
      </p>
      {ROWS.map((row) => (
        <div key={row} aria-hidden className="flex h-16 items-center gap-3 border-b px-4">
          <Skeleton className="size-10" />
          <div className="grow">
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="mt-2 h-3 w-1/4" />
          </div>
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  );
}
