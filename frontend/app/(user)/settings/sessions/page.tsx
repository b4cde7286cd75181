import type { Metadata } from 'next';

import { Sessions } from '@/components/settings/sessions';

export const metadata: Metadata = { title: 'Logins' };

export default function SessionsPage() {
  return <Sessions />;
}
