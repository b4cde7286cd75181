import type { Metadata } from 'next';

import { InvitationForm } from '@/components/auth/invitation-form';
import { DataArea } from '@/components/layout/data-area';

export const metadata: Metadata = { title: 'Accept an invitation' };

export default function InvitationPage() {
  return (
    <DataArea>
      <InvitationForm />
    </DataArea>
  );
}
