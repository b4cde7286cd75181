'use client';

import { useSyncExternalStore } from 'react';

import type { Upload } from '@/lib/uploads/types';
import { uploads } from '@/lib/uploads/uploads';

/** Return the uploads of this tab, in the order in which they came. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.subscribe, uploads.list, uploads.list);
}
