'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, Suspense } from 'react';

import { DocumentNav } from '@/components/documents/document-nav';
import { ListSkeleton } from '@/components/documents/list-skeleton';
import { PageHeading } from '@/components/ui/page-heading';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';
import { inBrowser } from '@/lib/utils';

const load = () => import('@/components/documents/document-browser').then((m) => m.DocumentBrowser);
const DocumentBrowser = dynamic(load, { ssr: false, loading: () => <ListSkeleton /> });
// The account is asked for meanwhile.
inBrowser(load);

/** All documents of the user. `action` is what adds one. */
export function DocumentsPage({ action }: { action: ReactNode }) {
  const t = useTexts(documents);
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.title} action={action} />
      <DocumentNav />
      <Suspense>
        <DocumentBrowser />
      </Suspense>
    </div>
  );
}
