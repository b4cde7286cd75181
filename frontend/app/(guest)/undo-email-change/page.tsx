import type { Metadata } from 'next';

import { UndoEmailChange } from '@/components/auth/undo-email-change';

export const metadata: Metadata = { title: 'Undo the change of your e-mail address' };

export default function UndoEmailChangePage() {
  return <UndoEmailChange />;
}
