'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect } from 'react';

import { GUEST_PATHS } from '@/config/paths';
import { useToken } from '@/hooks/use-token';
import { safeNext } from '@/lib/auth';

/**
 * Lead those who are logged in away from pages for guests: after the login, here or in
 * another tab, and when a link or the back button brought them there. Return whether the
 * page is left now.
 */
export function useGuestGuard(): boolean {
  const router = useRouter();
  const pathname = usePathname();
  const isLoggedIn = useToken() !== undefined;
  const isLeaving = isLoggedIn && GUEST_PATHS.includes(pathname);
  useEffect(() => {
    if (isLeaving) router.replace(safeNext(new URLSearchParams(location.search).get('next')));
  }, [isLeaving, router]);
  return isLeaving;
}
