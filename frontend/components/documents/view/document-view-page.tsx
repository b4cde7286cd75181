'use client';

import dynamic from 'next/dynamic';
import { Suspense } from 'react';

import { ViewSkeleton } from '@/components/documents/view/view-skeleton';
import { inBrowser } from '@/lib/utils';

const load = () =>
  import('@/components/documents/view/document-loader').then((m) => m.DocumentLoader);
const DocumentLoader = dynamic(load, { ssr: false, loading: () => <ViewSkeleton /> });
// The account is asked for meanwhile.
inBrowser(load);

/** The page of one document, which its address names. */
export function DocumentViewPage() {
  return (
    <Suspense fallback={<ViewSkeleton />}>
      <DocumentLoader />
    </Suspense>
  );
}
