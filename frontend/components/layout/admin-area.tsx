'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';

import { AdminNavigation } from '@/components/layout/admin-navigation';
import { NotFound } from '@/components/layout/not-found';
import { useUser } from '@/contexts/user-context';
import { toProblem } from '@/lib/error';
import { meQuery } from '@/lib/queries/account';
import { ADMIN } from '@/lib/queries/admin';

/**
 * The pages of administrators. For everybody else they do not exist, also for one who was
 * an administrator until now: the API says so, and what was loaded is forgotten.
 */
export function AdminArea({ children }: { children: ReactNode }) {
  const { is_admin: isAdmin } = useUser();
  const client = useQueryClient();

  useEffect(() => {
    if (!isAdmin) client.removeQueries({ queryKey: ADMIN });
    return client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'error') return;
      const { code } = toProblem(event.action.error);
      if (code === 'admin_required') void client.invalidateQueries(meQuery);
    });
  }, [client, isAdmin]);

  if (!isAdmin) return <NotFound />;
  return (
    <div className="flex flex-col gap-6 sm:gap-8">
      <AdminNavigation />
      {children}
    </div>
  );
}
