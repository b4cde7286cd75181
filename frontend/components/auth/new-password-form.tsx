'use client';

import { useRouter } from 'next/navigation';
import { z } from 'zod/v4-mini';

import { ForgotPasswordService } from '@/app/client';
import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { GuestLink } from '@/components/auth/guest-link';
import { Form } from '@/components/ui/form';
import { NewPasswordField } from '@/components/ui/new-password-field';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useTexts } from '@/hooks/use-texts';
import { saveSteps, type Steps } from '@/lib/auth';
import { auth } from '@/lib/i18n/en/auth';
import { reset } from '@/lib/i18n/en/reset';
import { keys, local } from '@/lib/storage';
import { newPassword } from '@/lib/validation';

type Props = { step: NonNullable<Steps['reset']>; resetToken: string };

/** The last step of a new password. The login follows: the API opens none. */
export function NewPasswordForm({ step, resetToken }: Props) {
  const t = useTexts(reset);
  const words = useTexts(auth);
  const router = useRouter();
  const config = useConfig();
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object({ password: newPassword(config?.password) }),
    fieldOf: { weak_password: 'password', breached_password: 'password' },
    onSubmit: async (values) => {
      const body = { reset_token: resetToken, new_password: values.password };
      await ForgotPasswordService.reset({ body });
      local.write(keys.email, step.email);
      saveSteps({ reset: undefined, email: step.email, notice: 'passwordReset' });
      router.replace(paths.login + location.search);
    },
  });
  return (
    <AuthCard
      title={t.passwordTitle}
      text={t.passwordText}
      footer={<GuestLink href={paths.forgotPassword}>{t.start}</GuestLink>}
    >
      <Form onSubmit={submit} failure={failure}>
        {/* For password managers: which account the password belongs to. */}
        <input hidden readOnly type="email" autoComplete="username" value={step.email} />
        <NewPasswordField
          label={words.newPassword}
          rule={config?.password}
          owner={() => [step.email]}
          autoFocus
          {...field('password')}
        />
        <AuthButton busy={isBusy}>{t.save}</AuthButton>
      </Form>
    </AuthCard>
  );
}
