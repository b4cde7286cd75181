'use client';

import { useEffect, useRef, useState } from 'react';
import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Form } from '@/components/ui/form';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { useUser } from '@/contexts/user-context';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { answerBy } from '@/lib/reauthentication';
import { password, required } from '@/lib/validation';

/** Asks for the password when `withRecentLogin` needs it. */
export function ReauthenticationDialog() {
  const t = useTexts(common);
  const [isOpen, setOpen] = useState(false);
  const answer = useRef<((isGiven: boolean) => void) | undefined>(undefined);

  useEffect(
    () =>
      answerBy(
        () =>
          new Promise((resolve) => {
            answer.current = resolve;
            setOpen(true);
          }),
      ),
    [],
  );

  function close(isGiven: boolean) {
    setOpen(false);
    answer.current?.(isGiven);
    answer.current = undefined;
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => !open && close(false)}
      title={t.confirmIdentity}
      text={t.confirmIdentityText}
    >
      <PasswordForm onDone={() => close(true)} onCancel={() => close(false)} />
    </Dialog>
  );
}

function PasswordForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const t = useTexts(common);
  const { email, two_fa_enabled: hasFactor } = useUser();
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object({
      password: password(),
      code: hasFactor ? required() : z.optional(z.string()),
    }),
    fieldOf: { wrong_password: 'password', wrong_code: 'code', code_required: 'code' },
    onSubmit: async (values) => {
      await UsersService.reauthenticate({ body: values });
      onDone();
    },
  });
  return (
    <Form onSubmit={submit} failure={failure}>
      {/* For password managers: which account the password belongs to. */}
      <input hidden readOnly type="email" autoComplete="username" value={email} />
      <PasswordField label={t.password} autoComplete="current-password" {...field('password')} />
      {hasFactor && (
        <TextField
          label={t.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          {...field('code')}
        />
      )}
      <DialogButtons>
        <Button look="secondary" onClick={onCancel}>
          {t.cancel}
        </Button>
        <Button type="submit" busy={isBusy}>
          {t.confirm}
        </Button>
      </DialogButtons>
    </Form>
  );
}
