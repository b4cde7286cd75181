import { Skeleton } from '@/components/ui/skeleton';

/** Stands in the place of a page until it is there. */
export function Pending() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-9 w-64" />
      <RowsPending />
    </div>
  );
}

/** Stands in the place of a list until it is there. */
export function RowsPending() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
    </div>
  );
}
