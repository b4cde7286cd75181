'use client';

import type { ReactNode } from 'react';
import { z } from 'zod/v4-mini';

import { AuthButton } from '@/components/auth/auth-button';
import { AuthInput } from '@/components/auth/auth-input';
import { Form } from '@/components/ui/form';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { factor } from '@/lib/i18n/en/factor';
import { required } from '@/lib/validation';

type Props = {
  onSubmit: (code: string) => Promise<void>;
  /** What stands above the code. */
  children?: ReactNode;
};

/** A recovery code in the place of a code of the app: letters and digits, with or without dashes. */
export function RecoveryForm({ onSubmit, children }: Props) {
  const t = useTexts(factor);
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object({ code: required() }),
    fieldOf: { wrong_code: 'code' },
    onSubmit: (values) => onSubmit(values.code),
  });
  return (
    <Form onSubmit={submit} failure={failure}>
      {children}
      <AuthInput
        type="text"
        label={t.recoveryCode}
        autoComplete="off"
        autoFocus
        maxLength={100}
        className="font-mono"
        {...field('code')}
      />
      <AuthButton busy={isBusy}>{t.submit}</AuthButton>
    </Form>
  );
}
