'use client';

import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/v4-mini';

import { InvitationsService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox-field';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Select } from '@/components/ui/input';
import { TextField } from '@/components/ui/text-field';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { withRecentLogin } from '@/lib/error';
import { auth } from '@/lib/i18n/en/auth';
import { common } from '@/lib/i18n/en/common';
import { invitation } from '@/lib/i18n/en/invitation';
import { getLanguage, LANGUAGES } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';
import { invitationsKey } from '@/lib/queries/invitations';
import { email } from '@/lib/validation';

const DAYS = [1, 3, 7, 14, 30];

/** Invites a person by e-mail. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(invitation);
  const words = useTexts(auth);
  const { cancel } = useTexts(common);
  const client = useQueryClient();
  const { submit, field, failure, isBusy, register } = useApiForm({
    draft: 'invitation',
    schema: z.object({
      email: email(),
      locale: z.string(),
      days: z.string(),
      is_admin: z.boolean(),
    }),
    defaultValues: { locale: getLanguage(), days: '7', is_admin: false },
    fieldOf: { already_invited: 'email', email_taken: 'email' },
    onSubmit: async ({ days, ...values }) => {
      const body = { ...values, email: values.email.trim(), expires_in_days: Number(days) };
      const { data } = await withRecentLogin(() => InvitationsService.adminInvite({ body }));
      notify({ kind: 'success', text: t.sent(data.email) });
      await client.invalidateQueries({ queryKey: invitationsKey });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={t.invite} text={t.inviteText}>
      <Form onSubmit={submit} failure={failure}>
        <TextField type="email" label={words.email} autoComplete="off" {...field('email')} />
        <Field label={t.language}>
          {(control) => (
            <Select {...control} {...register('locale')}>
              {Object.entries(LANGUAGES).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.days}>
          {(control) => (
            <Select {...control} {...register('days')}>
              {DAYS.map((count) => (
                <option key={count} value={count}>
                  {t.daysOf(count)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <CheckboxField label={t.makeAdmin} {...register('is_admin')} />
        <DialogButtons>
          <Button look="secondary" onClick={onClose}>
            {cancel}
          </Button>
          <Button type="submit" busy={isBusy}>
            {t.send}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
