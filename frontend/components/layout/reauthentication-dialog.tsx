'use client';

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

/** Asks for the password, and answers whether it was given and accepted. */
export function ReauthenticationDialog({ onAnswer }: { onAnswer: (isGiven: boolean) => void }) {
  const t = useTexts(common);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onAnswer(false)}
      title={t.confirmIdentity}
      text={t.confirmIdentityText}
    >
      <PasswordForm onDone={() => onAnswer(true)} onCancel={() => onAnswer(false)} />
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
