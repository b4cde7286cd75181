'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { handleError } from '@/lib/error';
import { configQuery } from '@/lib/queries/account';
import type { Target } from '@/lib/uploads/types';

/**
 * Return a function that uploads files: as new documents, or as a new version of the document
 * of a target. How it goes is shown by the panel of uploads, on every page.
 */
export function useUploadFiles(): (files: readonly File[], target?: Target) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (files, target) => {
      if (files.length === 0) return;
      try {
        const { uploads } = await import('@/lib/uploads/uploads');
        await uploads.add(files, await client.ensureQueryData(configQuery), target);
      } catch (thrown) {
        handleError(thrown);
      }
    },
    [client],
  );
}
