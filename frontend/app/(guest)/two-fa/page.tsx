import type { Metadata } from 'next';

import { FactorForm } from '@/components/auth/factor-form';

export const metadata: Metadata = { title: 'Enter your code' };

export default function TwoFaPage() {
  return <FactorForm />;
}
