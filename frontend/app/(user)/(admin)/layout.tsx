import type { ReactNode } from 'react';

import { AdminArea } from '@/components/layout/admin-area';

export default function AdminLayout({ children }: { children: ReactNode }) {
  return <AdminArea>{children}</AdminArea>;
}
