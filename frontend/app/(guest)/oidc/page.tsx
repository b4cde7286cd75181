import type { Metadata } from 'next';

import { ProviderAnswer } from '@/components/auth/provider-answer';

export const metadata: Metadata = { title: 'Your login elsewhere' };

export default function OidcPage() {
  return <ProviderAnswer />;
}
