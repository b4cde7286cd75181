'use client';

import { useRouter } from 'next/navigation';
import { z } from 'zod/v4-mini';

import { ForgotPasswordService } from '@/app/client';
import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { AuthInput } from '@/components/auth/auth-input';
import { GuestLink } from '@/components/auth/guest-link';
import { Form } from '@/components/ui/form';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useTexts } from '@/hooks/use-texts';
import { useTypedEmail } from '@/hooks/use-typed-email';
import { resendAt, saveSteps } from '@/lib/auth';
import { auth } from '@/lib/i18n/en/auth';
import { reset } from '@/lib/i18n/en/reset';
import { email } from '@/lib/validation';

const schema = z.object({ email: email() });

/** The first step of a new password: the address that the code goes to. */
export function ForgotForm() {
  const t = useTexts(reset);
  const words = useTexts(auth);
  const router = useRouter();
  const config = useConfig();
  const { submit, field, failure, isBusy, getValues, setValue } = useApiForm({
    schema,
    onSubmit: async (values) => {
      const address = values.email.trim();
      const { data } = await ForgotPasswordService.request({ body: { email: address } });
      const requestToken = data.request_token;
      saveSteps({ reset: { email: address, requestToken, resendAt: resendAt(config) } });
      router.push(paths.resetPassword + location.search);
    },
  });
  useTypedEmail({
    read: () => getValues('email'),
    write: (known) => setValue('email', known),
    isKnown: true,
  });
  return (
    <AuthCard
      title={t.title}
      text={t.text}
      footer={<GuestLink href={paths.login}>{words.backToLogin}</GuestLink>}
    >
      <Form onSubmit={submit} failure={failure}>
        <AuthInput type="email" label={words.email} autoComplete="username" {...field('email')} />
        <AuthButton busy={isBusy}>{t.submit}</AuthButton>
      </Form>
    </AuthCard>
  );
}
