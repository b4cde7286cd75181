'use client';

import Link from 'next/link';

import type { UserForAdmin } from '@/app/client';
import { UserBadges } from '@/components/admin/users/user-badges';
import { Time } from '@/components/ui/time';
import { adminUserPath } from '@/config/paths';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes } from '@/lib/format';
import { users as texts } from '@/lib/i18n/en/users';

type Props = { users: readonly UserForAdmin[]; list: URLSearchParams };

const HEAD = 'h-10 px-3 text-left font-medium text-muted first:pl-4 last:pr-4';
const CELL = 'px-3 py-2.5 align-top first:pl-4 last:pr-4';

/** The accounts as a table, for wide windows. */
export function UsersTable({ users, list }: Props) {
  const t = useTexts(texts);
  const { locale } = useHabits();
  return (
    <div className="overflow-hidden rounded-card border bg-raised">
      <table aria-label={t.title} className="w-full text-small">
        <thead className="border-b">
          <tr>
            <th className={HEAD}>{t.account}</th>
            <th className={HEAD}>{t.secondFactor}</th>
            <th className={HEAD}>{t.sessions}</th>
            <th className={HEAD}>{t.storageHead}</th>
            <th className={HEAD}>{t.lastSeen}</th>
            <th className={HEAD}>{t.joined}</th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {users.map((user) => (
            // The link of the row covers it.
            <tr key={user.id} className="relative hover:bg-hover">
              <td className={CELL}>
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <Link
                    href={adminUserPath(user.id, list)}
                    className="break-all font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
                  >
                    {user.email}
                  </Link>
                  <UserBadges user={user} />
                </div>
                {user.full_name && (
                  <div className="text-muted [overflow-wrap:anywhere]">{user.full_name}</div>
                )}
              </td>
              <td className={CELL}>{user.two_fa_enabled ? t.on : t.off}</td>
              <td className={`${CELL} tabular-nums`}>{user.sessions}</td>
              <td className={`${CELL} whitespace-nowrap tabular-nums`}>
                {formatBytes(user.used_bytes, locale)}
              </td>
              <td className={`${CELL} whitespace-nowrap`}>
                {user.last_seen_at ? <Time at={user.last_seen_at} /> : t.never}
              </td>
              <td className={`${CELL} whitespace-nowrap`}>
                <Time at={user.created_at} as="date" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
