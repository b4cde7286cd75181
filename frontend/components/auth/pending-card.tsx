import { AuthCard } from '@/components/auth/auth-card';
import { Skeleton } from '@/components/ui/skeleton';

/** The place of a card until it is known which step of a flow this tab has reached. */
export function PendingCard({ title }: { title: string }) {
  return (
    <AuthCard title={title}>
      <div className="flex flex-col gap-5">
        <Skeleton className="h-12" />
        <Skeleton className="h-control" />
      </div>
    </AuthCard>
  );
}
