'use client';

import { ConfigService } from '@/app/client';
import { loadedOnce } from '@/hooks/loaded-once';

/**
 * Return the rules of the service once they are loaded. Without an answer the API still
 * decides; the page only cannot say so before.
 */
export const useConfig = loadedOnce(async () => (await ConfigService.getConfig()).data);
