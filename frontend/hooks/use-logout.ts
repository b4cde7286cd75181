'use client';

import { useQueryClient } from '@tanstack/react-query';

import { UsersService } from '@/app/client';
import { paths } from '@/config/paths';
import { endingLogin } from '@/lib/error';
import { stopAsking } from '@/lib/queries/client';
import { clearToken } from '@/lib/token';

/**
 * Return a function that ends the login. It ends it here even if the service does not
 * answer: the token is forgotten, and `path` is loaded anew without anything that was held.
 */
export function useLogout(path: string = paths.login): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await stopUploads().catch(() => undefined);
    stopAsking(client);
    await endingLogin(() => UsersService.logout()).catch(() => undefined);
    clearToken();
    location.assign(path);
  };
}

// Without the login, what they send would be refused.
async function stopUploads(): Promise<void> {
  const { uploads } = await import('@/lib/uploads/uploads');
  uploads.stop();
}
