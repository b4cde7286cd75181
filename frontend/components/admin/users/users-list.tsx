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

/** The accounts as a list, for phones. */
export function UsersList({ users, list }: Props) {
  const t = useTexts(texts);
  const { locale } = useHabits();
  return (
    <ul aria-label={t.title} className="divide-y overflow-hidden rounded-card border bg-raised">
      {users.map((user) => (
        <li key={user.id}>
          <Link
            href={adminUserPath(user.id, list)}
            className="flex flex-col gap-1 px-4 py-3 -outline-offset-2 hover:bg-hover"
          >
            <span className="break-all font-medium">{user.email}</span>
            {user.full_name && (
              <span className="break-words text-small text-muted">{user.full_name}</span>
            )}
            <UserBadges user={user} />
            <span className="text-small text-muted">
              {`${t.lastSeen}: `}
              {user.last_seen_at ? <Time at={user.last_seen_at} /> : t.never}
              {` · ${formatBytes(user.used_bytes, locale)}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
