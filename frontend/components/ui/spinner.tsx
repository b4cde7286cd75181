import { LoaderCircle } from 'lucide-react';

import { cn } from '@/lib/utils';

/** A turning circle. What is going on is said in words beside it. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn('size-4 animate-spin', className)} />;
}
