'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { newQueryClient } from '@/lib/queries/client';

/** The store of data for pages that need no login. Those that do have UserArea. */
export function DataArea({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
