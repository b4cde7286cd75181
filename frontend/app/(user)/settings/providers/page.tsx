import type { Metadata } from 'next';

import { Providers } from '@/components/settings/providers';

export const metadata: Metadata = { title: 'Login providers' };

export default function ProvidersPage() {
  return <Providers />;
}
