'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';

import { AuthCard } from '@/components/auth/auth-card';
import { GuestLink } from '@/components/auth/guest-link';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { type ProviderFlow, safeNext } from '@/lib/auth';
import { auth } from '@/lib/i18n/en/auth';
import { provider } from '@/lib/i18n/en/provider';

type Props = { flow: ProviderFlow; children: ReactNode };

/** What is shown if a login at a provider led to nothing: why, and the way back. */
export function ProviderFailure({ flow, children }: Props) {
  const t = useTexts(provider);
  const words = useTexts(auth);
  const isLogin = flow.purpose === 'login';
  const titles = {
    login: t.failedTitle(flow.name),
    link: t.notLinked(flow.name),
    proof: t.notConfirmed,
  };
  return (
    <AuthCard title={titles[flow.purpose]}>
      <div className="flex flex-col gap-5">
        {children}
        <Button asChild>
          {isLogin ? (
            <GuestLink href={paths.login} className="w-full">
              {words.backToLogin}
            </GuestLink>
          ) : (
            <Link href={flow.purpose === 'link' ? paths.settingsProviders : safeNext(flow.next)}>
              {t.back}
            </Link>
          )}
        </Button>
      </div>
    </AuthCard>
  );
}

/** What is shown if the provider sent an error. Its own words may be anybody's, so they are not. */
export function ProviderRefusal({ flow, error }: { flow: ProviderFlow; error: string }) {
  const t = useTexts(provider);
  return (
    <ProviderFailure flow={flow}>
      <Alert kind="info" live>
        {error === 'access_denied' ? t.denied(flow.name) : t.refused(flow.name)}
      </Alert>
    </ProviderFailure>
  );
}
