'use client';

import type { ReactNode } from 'react';

import type { UserForAdmin } from '@/app/client';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { userPage } from '@/lib/i18n/en/user-page';
import { zoneName } from '@/lib/zones';

/** What is known of an account. */
export function DetailsSection({ user }: { user: UserForAdmin }) {
  const t = useTexts(userPage);
  const { locale } = useHabits();
  const language = new Intl.DisplayNames(locale, { type: 'language' }).of(user.locale);
  const facts: [string, ReactNode][] = [
    [t.joined, <Time key="joined" at={user.created_at} />],
    [t.lastSeen, user.last_seen_at ? <Time key="seen" at={user.last_seen_at} /> : t.never],
    [t.address, user.is_verified ? t.verified : t.unverified],
    [t.language, language ?? user.locale],
    [t.timeZone, zoneName(user.timezone)],
    [
      t.id,
      <code key="id" className="break-all text-small">
        {user.id}
      </code>,
    ],
  ];
  if (user.delete_at) facts.unshift([t.deletion, <Time key="deletion" at={user.delete_at} />]);
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-3">
        {facts.map(([name, value]) => (
          <div key={name} className="last:col-span-full">
            <dt className="text-small text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
