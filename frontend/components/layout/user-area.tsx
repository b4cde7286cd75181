'use client';

import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useState } from 'react';

import { AppShell } from '@/components/layout/app-shell';
import { Reauthentication } from '@/components/layout/reauthentication';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { APP_NAME } from '@/config/app';
import { paths } from '@/config/paths';
import { UserProvider, useUser, WithUser } from '@/contexts/user-context';
import { readSteps } from '@/lib/auth';
import { forgetDrafts, keepDraftsOf } from '@/lib/drafts';
import { leave, toProblem } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { chooseLanguage, languageOf, translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';
import { newQueryClient } from '@/lib/queries/client';
import { getToken, onTokenChange } from '@/lib/token';

const Uploads = dynamic(() => import('@/components/uploads/uploads').then((m) => m.Uploads), {
  ssr: false,
});

/** Everything that needs a login: the store of data, the account, the navigation. */
export function UserArea({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  // A logout in another tab ends this page too: nothing of the account may stay on it.
  useEffect(
    () =>
      onTokenChange(() => {
        if (getToken()) return;
        client.clear();
        forgetDrafts();
        location.replace(paths.login);
      }),
    [client],
  );
  return (
    <QueryClientProvider client={client}>
      <UserProvider>
        {/* The frame is there before the account: what one opens in it meanwhile stays open. */}
        <AppShell
          below={
            <WithUser>
              <Uploads />
            </WithUser>
          }
        >
          <WithUser
            pending={<Pending />}
            failed={(thrown, retry) => <Failed thrown={thrown} onRetry={retry} />}
          >
            <FollowLocale />
            <FollowArrival />
            <FollowDrafts />
            {children}
          </WithUser>
        </AppShell>
        <Reauthentication />
      </UserProvider>
    </QueryClientProvider>
  );
}

/** Shows the language of the account, which may have been chosen on another device. */
function FollowLocale() {
  const { locale } = useUser();
  useEffect(() => void chooseLanguage(languageOf(locale)), [locale]);
  return null;
}

/** Links the login at a provider for which one logged in. */
function FollowArrival() {
  const client = useQueryClient();
  useEffect(() => {
    if (!readSteps().arrival) return;
    void import('@/lib/link-arrival').then(({ linkArrival }) => linkArrival(client));
  }, [client]);
  return null;
}

/** Keeps what the account types, and says so if it was kept when a login ended. */
function FollowDrafts() {
  const { id } = useUser();
  useEffect(() => {
    if (keepDraftsOf(id)) notify({ kind: 'info', text: translated(common).draftsKept });
    return () => void keepDraftsOf(undefined);
  }, [id]);
  return null;
}

function Pending() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-9 w-64" />
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </div>
  );
}

function Failed({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  const problem = toProblem(thrown);
  const isMended = ['invalid_token', 'second_factor_required', 'email_not_verified'].includes(
    problem.code,
  );
  useEffect(() => {
    if (isMended) leave(problem);
  });
  if (isMended) return <Pending />;
  return (
    <>
      <h1 tabIndex={-1} className="sr-only">
        {APP_NAME}
      </h1>
      <LoadProblem thrown={thrown} onRetry={onRetry} />
    </>
  );
}
