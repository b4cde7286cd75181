import type { Metadata } from 'next';

import { Availability } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'Opening hours' };

export default function Page() {
  return <Availability />;
}
