'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { AuthInput } from '@/components/auth/auth-input';
import { GuestLink } from '@/components/auth/guest-link';
import { SignupClosed } from '@/components/auth/signup-closed';
import { Form } from '@/components/ui/form';
import { NewPasswordField } from '@/components/ui/new-password-field';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useSteps } from '@/hooks/use-steps';
import { useTexts } from '@/hooks/use-texts';
import { useTypedEmail } from '@/hooks/use-typed-email';
import { resendAt, saveSteps } from '@/lib/auth';
import { auth } from '@/lib/i18n/en/auth';
import { common } from '@/lib/i18n/en/common';
import { signup } from '@/lib/i18n/en/signup';
import { acceptLanguage } from '@/lib/i18n/language';
import { newKeys } from '@/lib/idempotency';
import { email, newPassword } from '@/lib/validation';

const LinkNotice = dynamic(() => import('./link-notice').then((m) => m.LinkNotice), {
  ssr: false,
});

const OtherWays = dynamic(() => import('./other-ways').then((m) => m.OtherWays), { ssr: false });

/** The sign-up. A code that is e-mailed confirms the address in the next step. */
export function SignupForm() {
  const t = useTexts(signup);
  const words = useTexts(auth);
  const { optional } = useTexts(common);
  const router = useRouter();
  const config = useConfig();
  const arrival = useSteps()?.arrival;
  const [keyFor] = useState(newKeys);
  const { submit, field, failure, isBusy, getValues, setValue } = useApiForm({
    schema: z.object({
      full_name: z.optional(z.string()),
      email: email(),
      password: newPassword(config?.password),
    }),
    fieldOf: { weak_password: 'password', breached_password: 'password' },
    onSubmit: async (values) => {
      const address = values.email.trim();
      const body = { ...values, email: address, full_name: values.full_name?.trim() || null };
      const headers = { 'idempotency-key': keyFor(body), 'accept-language': acceptLanguage() };
      const { data } = await UsersService.signup({ body, headers });
      saveSteps({
        signup: { email: address, token: data.signup_token, resendAt: resendAt(config) },
      });
      router.push(paths.verifySignup + location.search);
    },
  });
  useTypedEmail({
    read: () => getValues('email'),
    write: (typed) => setValue('email', typed),
  });
  if (config && !config.signup_open) return <SignupClosed />;
  return (
    <AuthCard
      title={t.title}
      footer={
        <p>
          {words.hasAccount} <GuestLink href={paths.login}>{words.logIn}</GuestLink>
        </p>
      }
    >
      {arrival?.link && <LinkNotice arrival={arrival} />}
      <Form onSubmit={submit} failure={failure}>
        <AuthInput type="email" label={words.email} autoComplete="username" {...field('email')} />
        <NewPasswordField
          label={words.password}
          rule={config?.password}
          owner={() => [getValues('email') ?? '', getValues('full_name') ?? '']}
          {...field('password')}
        />
        <AuthInput
          type="text"
          label={`${t.name} (${optional})`}
          autoComplete="name"
          autoCapitalize="words"
          maxLength={200}
          {...field('full_name')}
        />
        <AuthButton busy={isBusy}>{t.submit}</AuthButton>
      </Form>
      <OtherWays />
    </AuthCard>
  );
}
