'use client';

import { SharedLink } from '@/components/shared/shared-link';
import { SharedSkeleton } from '@/components/shared/shared-skeleton';
import { COLUMN } from '@/constants/ui';
import { useFragment } from '@/hooks/use-fragment';
import { cn } from '@/lib/utils';

/** What somebody shared by a link. Its token follows `#`, which no server gets to see. */
export function SharedPage() {
  const token = useFragment();
  return (
    <div className={cn(COLUMN, 'max-w-form py-8 lg:py-16')}>
      {token === undefined ? <SharedSkeleton /> : <SharedLink key={token} token={token} />}
    </div>
  );
}
