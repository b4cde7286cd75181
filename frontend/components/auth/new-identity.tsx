'use client';

import { useRouter } from 'next/navigation';
import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { AuthCard } from '@/components/auth/auth-card';
import { GuestLink } from '@/components/auth/guest-link';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useTexts } from '@/hooks/use-texts';
import { safeNext, saveSteps, type Steps } from '@/lib/auth';
import { saveFirstLogin } from '@/lib/first-login';
import { auth } from '@/lib/i18n/en/auth';
import { provider } from '@/lib/i18n/en/provider';
import { acceptLanguage } from '@/lib/i18n/language';

type Props = { arrival: NonNullable<Steps['arrival']> };

/** What a person can do who is known to a provider and not here: sign up, or link an account. */
export function NewIdentity({ arrival }: Props) {
  const t = useTexts(provider);
  const words = useTexts(auth);
  const router = useRouter();
  const isOpen = useConfig()?.signup_open;
  const { provider_name: name, email, full_name, link_token } = arrival;
  const { submit, failure, isBusy } = useApiForm({
    schema: z.object({}),
    onSubmit: async () => {
      const headers = { 'accept-language': acceptLanguage() };
      const body = { link_token, full_name };
      const { data } = await UsersService.signUpWithProvider({ body, headers });
      await saveFirstLogin(data);
      router.replace(safeNext(new URLSearchParams(location.search).get('next')));
    },
  });

  /** Link it to the account of the next login in this tab. */
  function linkAt(path: string) {
    saveSteps({ arrival: { ...arrival, link: 'wanted' }, email: email ?? undefined });
    router.push(path + location.search);
  }

  return (
    <AuthCard
      title={t.newTitle}
      text={email ? t.newText(name, email) : t.newTextNameless(name)}
      footer={<GuestLink href={paths.login}>{words.backToLogin}</GuestLink>}
    >
      <div className="flex flex-col gap-3">
        {arrival.can_sign_up && email && (
          <Form onSubmit={submit} failure={failure}>
            <Button type="submit" size="block" busy={isBusy}>
              {t.signUp(email)}
            </Button>
          </Form>
        )}
        {!arrival.can_sign_up && isOpen === false && <Alert kind="info">{t.closed}</Alert>}
        {!arrival.can_sign_up && isOpen && (
          <>
            <Alert kind="info">{t.unverified(name)}</Alert>
            <Button size="block" onClick={() => linkAt(paths.signup)}>
              {t.signUpFirst}
            </Button>
          </>
        )}
        <Button look="secondary" size="block" onClick={() => linkAt(paths.login)}>
          {t.hasAccount}
        </Button>
        {arrival.can_sign_up && <p className="text-small text-muted">{t.noPassword}</p>}
      </div>
    </AuthCard>
  );
}
