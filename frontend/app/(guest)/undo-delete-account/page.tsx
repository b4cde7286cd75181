import type { Metadata } from 'next';

import { UndoDeleteAccount } from '@/components/auth/undo-delete-account';

export const metadata: Metadata = { title: 'Keep your account' };

export default function UndoDeleteAccountPage() {
  return <UndoDeleteAccount />;
}
