import type { Metadata } from 'next';

import { Overview } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'Administration' };

export default function Page() {
  return <Overview />;
}
