'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { AuthInput } from '@/components/auth/auth-input';
import { GuestLink } from '@/components/auth/guest-link';
import { Alert } from '@/components/ui/alert';
import { Form } from '@/components/ui/form';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useSteps } from '@/hooks/use-steps';
import { useTexts } from '@/hooks/use-texts';
import { useTypedEmail } from '@/hooks/use-typed-email';
import { enter } from '@/lib/auth';
import { auth } from '@/lib/i18n/en/auth';
import { keys, local } from '@/lib/storage';
import { email, password } from '@/lib/validation';

const LinkNotice = dynamic(() => import('./link-notice').then((m) => m.LinkNotice), {
  ssr: false,
});

const OtherWays = dynamic(() => import('./other-ways').then((m) => m.OtherWays), {
  ssr: false,
  // The page does not jump when it comes.
  loading: () => (
    <>
      <div className="my-5 h-5" />
      <div className="h-control" />
    </>
  ),
});

const schema = z.object({ email: email(), password: password() });

/** The login: address and password. Who has a second factor is asked for it next. */
export function LoginForm() {
  const t = useTexts(auth);
  const router = useRouter();
  const { notice, arrival } = useSteps() ?? {};
  const { submit, field, failure, isBusy, getValues, setValue } = useApiForm({
    schema,
    onSubmit: async (values) => {
      const device_token = local.read(keys.device);
      const { data } = await UsersService.login({
        body: { ...values, email: values.email.trim(), device_token },
      });
      const missing = enter(data);
      if (missing) router.push(missing + location.search);
    },
  });
  useTypedEmail({
    read: () => getValues('email'),
    write: (known) => setValue('email', known),
    isKnown: true,
  });
  return (
    <AuthCard
      title={t.loginTitle}
      footer={
        <p>
          {t.noAccount} <GuestLink href={paths.signup}>{t.signUp}</GuestLink>
        </p>
      }
    >
      {arrival?.link && <LinkNotice arrival={arrival} />}
      <Form onSubmit={submit} failure={failure}>
        {notice && !failure && <Alert kind="info">{t[notice]}</Alert>}
        <AuthInput
          type="email"
          label={t.email}
          autoComplete="username webauthn"
          {...field('email')}
        />
        <AuthInput
          type="password"
          label={t.password}
          autoComplete="current-password"
          {...field('password')}
        />
        <AuthButton busy={isBusy}>{t.logIn}</AuthButton>
        <p className="text-center">
          <GuestLink href={paths.forgotPassword}>{t.forgotPassword}</GuestLink>
        </p>
      </Form>
      <OtherWays hasPasskey />
    </AuthCard>
  );
}
