'use client';

import dynamic from 'next/dynamic';

import { ListSkeleton } from '@/components/documents/list-skeleton';
import { inBrowser } from '@/lib/utils';

const load = () => import('@/components/documents/trash-browser').then((m) => m.TrashBrowser);
const TrashBrowser = dynamic(load, { ssr: false, loading: () => <ListSkeleton /> });
// The account is asked for meanwhile.
inBrowser(load);

/** What was deleted and can still be brought back. */
export function TrashPage() {
  return <TrashBrowser />;
}
