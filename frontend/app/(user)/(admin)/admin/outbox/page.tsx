import type { Metadata } from 'next';

import { Outbox } from '@/components/admin/pages';

export const metadata: Metadata = { title: 'E-mails' };

export default function Page() {
  return <Outbox />;
}
