'use client';

import type { ReactNode } from 'react';
import { z } from 'zod/v4-mini';

import type { ErrorCode } from '@/app/client';
import { AuthButton } from '@/components/auth/auth-button';
import { CodeInput } from '@/components/auth/code-input';
import { Form } from '@/components/ui/form';
import { useApiForm } from '@/hooks/use-api-form';
import { code } from '@/lib/validation';

type Props = {
  digits: number;
  label: string;
  button: string;
  /** The code of the API for a wrong code. */
  wrong: ErrorCode;
  onSubmit: (code: string) => Promise<void>;
  /** What stands above the code. */
  children?: ReactNode;
};

/** A form of one code, which sends itself once all digits are there. */
export function CodeForm({ digits, label, button, wrong, onSubmit, children }: Props) {
  const { submit, field, failure, isBusy, watch, setValue, clearErrors } = useApiForm({
    schema: z.object({ code: code(digits) }),
    fieldOf: { [wrong]: 'code' },
    onSubmit: (values) => onSubmit(values.code),
  });
  const { ref, error } = field('code');
  return (
    <Form onSubmit={submit} failure={failure}>
      {children}
      <CodeInput
        ref={ref}
        autoFocus
        label={label}
        digits={digits}
        error={error}
        value={watch('code') ?? ''}
        onChange={(value) => {
          // A wrong code that is typed over is not wrong for being incomplete.
          clearErrors('code');
          setValue('code', value);
        }}
        onComplete={() => void submit()}
      />
      <AuthButton busy={isBusy}>{button}</AuthButton>
    </Form>
  );
}
