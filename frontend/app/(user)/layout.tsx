import type { ReactNode } from 'react';

import { UserArea } from '@/components/layout/user-area';

export default function UserLayout({ children }: { children: ReactNode }) {
  return <UserArea>{children}</UserArea>;
}
