import type { Metadata } from 'next';

import { Profile } from '@/components/settings/profile';

export const metadata: Metadata = { title: 'Settings' };

export default function SettingsPage() {
  return <Profile />;
}
