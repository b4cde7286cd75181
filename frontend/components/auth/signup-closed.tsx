'use client';

import Link from 'next/link';

import { AuthCard } from '@/components/auth/auth-card';
import { GuestLink } from '@/components/auth/guest-link';
import { Button } from '@/components/ui/button';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { signup } from '@/lib/i18n/en/signup';

/** What the sign-up shows where the operator has switched it off. */
export function SignupClosed() {
  const t = useTexts(signup);
  const words = useTexts(common);
  return (
    <AuthCard title={t.closedTitle} text={t.closed}>
      <div className="flex flex-col gap-3">
        <Button asChild>
          <GuestLink href={paths.login} className="w-full">
            {words.logIn}
          </GuestLink>
        </Button>
        <Button asChild look="secondary">
          <Link href={paths.bookDemo}>{words.bookDemo}</Link>
        </Button>
      </div>
    </AuthCard>
  );
}
