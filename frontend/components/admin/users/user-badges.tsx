'use client';

import type { UserForAdmin } from '@/app/client';
import { Badge } from '@/components/ui/badge';
import { useTexts } from '@/hooks/use-texts';
import { users } from '@/lib/i18n/en/users';

/** What is special about an account. */
export function UserBadges({ user }: { user: UserForAdmin }) {
  const t = useTexts(users);
  return (
    <span className="flex flex-wrap gap-1">
      {user.is_admin && <Badge look="primary">{t.admin}</Badge>}
      {!user.is_active && <Badge look="danger">{t.disabled}</Badge>}
      {user.delete_at && <Badge look="warning">{t.leaving}</Badge>}
      {!user.is_verified && <Badge look="warning">{t.unverified}</Badge>}
    </span>
  );
}
