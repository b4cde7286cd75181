import type { Metadata } from 'next';

import { Passkeys } from '@/components/settings/passkeys';

export const metadata: Metadata = { title: 'Passkeys' };

export default function PasskeysPage() {
  return <Passkeys />;
}
