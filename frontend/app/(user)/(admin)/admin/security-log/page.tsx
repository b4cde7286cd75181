import type { Metadata } from 'next';

import { Log } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'Security log' };

export default function Page() {
  return <Log />;
}
