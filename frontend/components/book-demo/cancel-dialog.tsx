'use client';

import { z } from 'zod/v4-mini';

import { BookDemoService, type BookingPublic } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Textarea } from '@/components/ui/input';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { bookDemo } from '@/lib/i18n/en/book-demo';

type Props = {
  token: string;
  onCancelled: (booking: BookingPublic) => void;
  onClose: () => void;
};

/** Asks before a demo is cancelled, and why. */
export function CancelDialog({ token, onCancelled, onClose }: Props) {
  const t = useTexts(bookDemo);
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object({ reason: z.string() }),
    onSubmit: async ({ reason }) => {
      const body = { reason: reason.trim() || null };
      onCancelled((await BookDemoService.cancel({ path: { token }, body })).data);
      onClose();
    },
  });
  const { error, ...reason } = field('reason');
  return (
    <Dialog open onOpenChange={onClose} title={t.cancelTitle} text={t.cancelText}>
      <Form onSubmit={submit} failure={failure}>
        <Field label={t.optional(t.cancelReason)} error={error}>
          {(control) => <Textarea {...reason} {...control} />}
        </Field>
        <DialogButtons>
          <Button look="secondary" onClick={onClose}>
            {t.keepDemo}
          </Button>
          <Button type="submit" look="danger" busy={isBusy}>
            {t.cancelDemo}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
