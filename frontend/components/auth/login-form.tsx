'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { z } from 'zod';

import { UsersService } from '@/app/client';
import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { AuthInput } from '@/components/auth/auth-input';
import { Form } from '@/components/ui/form';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { safeNext, saveLogin, saveSteps } from '@/lib/auth';
import { auth } from '@/lib/i18n/en/auth';
import { keys, local } from '@/lib/storage';
import { email, password } from '@/lib/validation';

const schema = z.object({ email: email(), password: password() });

/** The login: address and password. Who has a second factor is asked for it next. */
export function LoginForm() {
  const t = useTexts(auth);
  const router = useRouter();
  const { submit, field, failure, isBusy } = useApiForm({
    schema,
    onSubmit: async (values) => {
      const device_token = local.read(keys.device);
      const { data } = await UsersService.login({
        body: { ...values, email: values.email.trim(), device_token },
      });
      const search = location.search;
      if (data.pending_2fa) {
        saveSteps({ secondFactor: { token: data.access_token } });
        router.push(paths.twoFa + search);
        return;
      }
      saveLogin(data);
      router.replace(safeNext(new URLSearchParams(search).get('next')));
    },
  });
  return (
    <AuthCard
      title={t.loginTitle}
      footer={
        <>
          {t.noAccount}{' '}
          <Link href={paths.signup} className="text-link underline underline-offset-4">
            {t.signUp}
          </Link>
        </>
      }
    >
      <Form onSubmit={submit} failure={failure}>
        <AuthInput type="email" label={t.email} autoComplete="username" {...field('email')} />
        <AuthInput
          type="password"
          label={t.password}
          autoComplete="current-password"
          {...field('password')}
        />
        <AuthButton busy={isBusy}>{t.logIn}</AuthButton>
        <Link
          href={paths.forgotPassword}
          className="self-center text-small text-link underline underline-offset-4"
        >
          {t.forgotPassword}
        </Link>
      </Form>
    </AuthCard>
  );
}
