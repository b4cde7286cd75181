import type { ReactNode } from 'react';

import { DataArea } from '@/components/layout/data-area';

export default function SharedLayout({ children }: { children: ReactNode }) {
  return <DataArea>{children}</DataArea>;
}
