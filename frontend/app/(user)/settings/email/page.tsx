import type { Metadata } from 'next';

import { EmailSettings } from '@/components/settings/email-settings';

export const metadata: Metadata = { title: 'E-mail address' };

export default function EmailSettingsPage() {
  return <EmailSettings />;
}
