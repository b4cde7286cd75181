import type { Metadata } from 'next';

import { SharedPage } from '@/components/shared/shared-page';

export const metadata: Metadata = { title: 'Shared document' };

export default function Page() {
  return <SharedPage />;
}
