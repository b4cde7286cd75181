'use client';

import { z } from 'zod/v4-mini';

import { TwoFaService, type TwoFaSetup } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Form } from '@/components/ui/form';
import { PasswordField } from '@/components/ui/password-field';
import { useUser } from '@/contexts/user-context';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { twoFactor } from '@/lib/i18n/en/two-factor';
import { password } from '@/lib/validation';

const schema = z.object({ password: password() });

/** The first step of a set-up: the password. */
export function FactorOff({ onSetup }: { onSetup: (setup: TwoFaSetup) => void }) {
  const t = useTexts(twoFactor);
  const words = useTexts(common);
  const { email } = useUser();
  const { submit, field, failure, isBusy } = useApiForm({
    schema,
    fieldOf: { wrong_password: 'password' },
    onSubmit: async (body) => onSetup((await TwoFaService.setup({ body })).data),
  });
  return (
    <Card>
      <Form onSubmit={submit} failure={failure}>
        <input hidden readOnly type="email" autoComplete="username" value={email} />
        <PasswordField
          label={words.password}
          autoComplete="current-password"
          {...field('password')}
        />
        <Button type="submit" busy={isBusy} className="self-start">
          {t.start}
        </Button>
      </Form>
    </Card>
  );
}
