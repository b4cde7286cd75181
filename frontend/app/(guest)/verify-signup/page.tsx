import type { Metadata } from 'next';

import { VerifyForm } from '@/components/auth/verify-form';

export const metadata: Metadata = { title: 'Check your e-mail' };

export default function VerifySignupPage() {
  return <VerifyForm />;
}
