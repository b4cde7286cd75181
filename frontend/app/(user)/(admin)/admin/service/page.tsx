import type { Metadata } from 'next';

import { Service } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'Service' };

export default function Page() {
  return <Service />;
}
