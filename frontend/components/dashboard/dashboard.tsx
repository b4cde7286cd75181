'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';

import { PageHeading } from '@/components/ui/page-heading';
import { Skeleton } from '@/components/ui/skeleton';
import { useUser } from '@/contexts/user-context';
import { useTexts } from '@/hooks/use-texts';
import { dashboard } from '@/lib/i18n/en/dashboard';
import { inBrowser } from '@/lib/utils';

const load = () => import('@/components/dashboard/dashboard-parts').then((m) => m.DashboardParts);
const DashboardParts = dynamic(load, { ssr: false, loading: () => <Skeleton className="h-64" /> });
// The account is asked for meanwhile.
inBrowser(load);

/** The first page after the login. `action` adds a document. */
export function Dashboard({ action }: { action: ReactNode }) {
  const t = useTexts(dashboard);
  const user = useUser();
  return (
    <div className="flex flex-col gap-8">
      <PageHeading title={t.title} text={t.welcome(user.full_name ?? user.email)} action={action} />
      <DashboardParts />
    </div>
  );
}
