import type { ComponentProps } from 'react';

import { cn } from '@/lib/utils';

/** A grey box where something will be. Give it the size of what comes. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      aria-hidden
      data-skeleton=""
      className={cn('animate-pulse rounded-control bg-hover', className)}
      {...props}
    />
  );
}
