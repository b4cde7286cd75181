import type { Metadata } from 'next';

import { SecurityLog } from '@/components/settings/security-log';

export const metadata: Metadata = { title: 'Security log' };

export default function SecurityLogPage() {
  return <SecurityLog />;
}
