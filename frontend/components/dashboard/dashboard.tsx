'use client';

import { PageHeading } from '@/components/ui/page-heading';
import { useUser } from '@/contexts/user-context';
import { useTexts } from '@/hooks/use-texts';
import { dashboard } from '@/lib/i18n/en/dashboard';

/** The first page after the login. */
export function Dashboard() {
  const t = useTexts(dashboard);
  const user = useUser();
  return <PageHeading title={t.title} text={t.welcome(user.full_name ?? user.email)} />;
}
