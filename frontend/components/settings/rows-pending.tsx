import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

/** What stands in the place of a list that is loaded. */
export function RowsPending() {
  return (
    <Card className="flex flex-col gap-6">
      {[1, 2, 3].map((row) => (
        <div key={row} className="flex gap-4">
          <Skeleton className="size-5" />
          <div className="flex grow flex-col gap-2">
            <Skeleton className="h-5 w-48" />
            <Skeleton className="h-4 w-64 max-w-full" />
          </div>
        </div>
      ))}
    </Card>
  );
}
