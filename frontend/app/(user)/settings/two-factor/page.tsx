import type { Metadata } from 'next';

import { TwoFactor } from '@/components/settings/two-factor';

export const metadata: Metadata = { title: 'Two-factor' };

export default function TwoFactorPage() {
  return <TwoFactor />;
}
