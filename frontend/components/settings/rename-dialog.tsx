'use client';

import { z } from 'zod/v4-mini';

import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Form } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { required } from '@/lib/validation';

type Props = {
  title: string;
  name: string;
  /** What it throws is shown in the dialog, which stays open. */
  onRename: (name: string) => Promise<void>;
  onClose: () => void;
};

// As the API takes a line.
const LONGEST = 200;

const schema = z.object({ name: required() });

/** Asks for another name of something. Show it only while it asks. */
export function RenameDialog({ title, name, onRename, onClose }: Props) {
  const t = useTexts(common);
  const { submit, field, failure, isBusy } = useApiForm({
    draft: `rename ${name}`,
    schema,
    defaultValues: { name },
    onSubmit: async (values) => {
      await onRename(values.name.trim());
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <Form onSubmit={submit} failure={failure}>
        <TextField label={t.name} maxLength={LONGEST} autoComplete="off" {...field('name')} />
        <DialogButtons>
          <Button look="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" busy={isBusy}>
            {t.save}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
