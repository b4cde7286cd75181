'use client';

import { useEffect, useRef, useState } from 'react';
import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Form } from '@/components/ui/form';
import { ProofFields } from '@/components/ui/proof-fields';
import { useApiForm } from '@/hooks/use-api-form';
import { useProof } from '@/hooks/use-proof';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { answerBy } from '@/lib/reauthentication';

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
  const { owner, shape, fieldOf, prove } = useProof();
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object(shape),
    fieldOf,
    onSubmit: async (values) => {
      await prove(() => UsersService.reauthenticate({ body: values }));
      onDone();
    },
  });
  return (
    <Form onSubmit={submit} failure={failure}>
      <ProofFields owner={owner} password={field('password')} code={field('code')} />
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
