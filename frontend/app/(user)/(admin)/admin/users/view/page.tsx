import type { Metadata } from 'next';

import { User } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'User' };

export default function Page() {
  return <User />;
}
