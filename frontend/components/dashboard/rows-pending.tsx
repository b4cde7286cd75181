import { Skeleton } from '@/components/ui/skeleton';

/** Rows that are loaded: an icon and two lines each. */
export function RowsPending({ count }: { count: number }) {
  return (
    <div className="flex flex-col gap-6">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex gap-4">
          <Skeleton className="size-5 shrink-0" />
          <div className="flex grow flex-col gap-2">
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-4 w-1/2" />
          </div>
        </div>
      ))}
    </div>
  );
}
