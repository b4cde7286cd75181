import type { Metadata } from 'next';

import { Booking } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'Demo' };

export default function Page() {
  return <Booking />;
}
