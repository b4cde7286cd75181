'use client';

import dynamic from 'next/dynamic';
import { Suspense } from 'react';

import { DocumentNav } from '@/components/documents/document-nav';
import { ListSkeleton } from '@/components/documents/list-skeleton';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { ownShares } from '@/lib/i18n/en/own-shares';
import { inBrowser } from '@/lib/utils';

const load = () => import('@/components/documents/own-shares').then((m) => m.OwnShares);
const OwnShares = dynamic(load, { ssr: false, loading: () => <ListSkeleton /> });
// The account is asked for meanwhile.
inBrowser(load);

/** The links to documents of the user that others may have. */
export function SharesPage() {
  const t = useTexts(ownShares);
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.title} text={t.text} />
      <DocumentNav />
      <Suspense>
        <OwnShares />
      </Suspense>
    </div>
  );
}
