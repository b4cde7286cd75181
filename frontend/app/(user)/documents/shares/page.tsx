import type { Metadata } from 'next';

import { SharesPage } from '@/components/documents/shares-page';

export const metadata: Metadata = { title: 'Shared links' };

export default function Page() {
  return <SharesPage />;
}
