import type { Metadata } from 'next';

import { Dashboard } from '@/components/dashboard/dashboard';
import { UploadButton } from '@/components/uploads/upload-button';

export const metadata: Metadata = { title: 'Dashboard' };

export default function DashboardPage() {
  return <Dashboard action={<UploadButton />} />;
}
