import { NotFound } from '@/components/layout/not-found';
import { PublicShell } from '@/components/layout/public-shell';

export default function NotFoundPage() {
  return (
    <PublicShell>
      <NotFound />
    </PublicShell>
  );
}
