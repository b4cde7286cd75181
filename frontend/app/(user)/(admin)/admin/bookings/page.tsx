import type { Metadata } from 'next';

import { Bookings } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'Demos' };

export default function Page() {
  return <Bookings />;
}
