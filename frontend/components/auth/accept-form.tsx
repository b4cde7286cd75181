'use client';

import { useRouter } from 'next/navigation';
import { z } from 'zod/v4-mini';

import { type InvitationPublic, InvitationsService } from '@/app/client';
import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { AuthInput } from '@/components/auth/auth-input';
import { Form } from '@/components/ui/form';
import { NewPasswordField } from '@/components/ui/new-password-field';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useTexts } from '@/hooks/use-texts';
import { saveFirstLogin } from '@/lib/first-login';
import { auth } from '@/lib/i18n/en/auth';
import { common } from '@/lib/i18n/en/common';
import { invitation } from '@/lib/i18n/en/invitation';
import { signup } from '@/lib/i18n/en/signup';
import { newPassword } from '@/lib/validation';

type Props = { token: string; invited: InvitationPublic };

/** The account of an invited person: its address is confirmed by the link already. */
export function AcceptForm({ token, invited }: Props) {
  const t = useTexts(invitation);
  const words = useTexts(auth);
  const { name } = useTexts(signup);
  const { optional } = useTexts(common);
  const router = useRouter();
  const config = useConfig();
  const { submit, field, failure, isBusy, getValues } = useApiForm({
    schema: z.object({
      full_name: z.optional(z.string()),
      password: newPassword(config?.password),
    }),
    fieldOf: { weak_password: 'password', breached_password: 'password' },
    onSubmit: async (values) => {
      const body = { token, ...values, full_name: values.full_name?.trim() || null };
      const { data } = await InvitationsService.acceptInvitation({ body });
      await saveFirstLogin(data);
      router.replace(paths.dashboard);
    },
  });
  return (
    <AuthCard title={t.title} text={invited.is_admin ? t.textAdmin : t.text}>
      <Form onSubmit={submit} failure={failure}>
        <AuthInput
          type="email"
          label={words.email}
          autoComplete="username"
          readOnly
          defaultValue={invited.email}
        />
        <NewPasswordField
          label={words.password}
          rule={config?.password}
          owner={() => [invited.email, getValues('full_name') ?? '']}
          autoFocus
          {...field('password')}
        />
        <AuthInput
          type="text"
          label={`${name} (${optional})`}
          autoComplete="name"
          autoCapitalize="words"
          maxLength={200}
          {...field('full_name')}
        />
        <AuthButton busy={isBusy}>{t.submit}</AuthButton>
      </Form>
    </AuthCard>
  );
}
