'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/v4-mini';

import type { DocumentPublic, ShareCreated } from '@/app/client';
import { Button } from '@/components/ui/button';
import { DialogButtons } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Select } from '@/components/ui/input';
import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';
import { useShareDocument } from '@/hooks/documents/use-share-document';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { newKeys } from '@/lib/idempotency';
import { common } from '@/lib/i18n/en/common';
import { document as texts } from '@/lib/i18n/en/document';
import { configQuery } from '@/lib/queries/account';
import { optionalNewPassword, optionalNumber } from '@/lib/validation';

type Props = {
  document: DocumentPublic;
  onMade: (share: ShareCreated) => void;
  onClose: () => void;
};

const MOST_DOWNLOADS = 1_000_000;
const A_WEEK = '168';

/** How long a link works, and for whom. */
export function ShareForm({ document, onMade, onClose }: Props) {
  const t = useTexts(texts);
  const { cancel, optional } = useTexts(common);
  const { data: config } = useQuery(configQuery);
  const share = useShareDocument(document.id);
  const [keyFor] = useState(newKeys);
  const { submit, field, failure, isBusy } = useApiForm({
    draft: `share ${document.id}`,
    schema: z.object({
      expires_in_hours: z.string(),
      password: optionalNewPassword(config?.password),
      max_downloads: optionalNumber(1, MOST_DOWNLOADS, t.capInvalid),
    }),
    defaultValues: { expires_in_hours: A_WEEK },
    onSubmit: async ({ expires_in_hours, password, max_downloads }) => {
      const body = {
        expires_in_hours: Number(expires_in_hours),
        ...(password && { password }),
        ...(max_downloads.trim() && { max_downloads: Number(max_downloads) }),
      };
      onMade(await share(body, keyFor(body)));
    },
  });
  const { error: _, ...hours } = field('expires_in_hours');
  return (
    <Form onSubmit={submit} failure={failure}>
      <Field label={t.expires}>
        {(control) => (
          <Select {...control} {...hours}>
            {Object.entries(t.lifetimes).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <PasswordField
        label={`${t.password} (${optional})`}
        hint={t.passwordHint}
        autoComplete="new-password"
        {...field('password')}
      />
      <TextField
        label={`${t.cap} (${optional})`}
        hint={t.capHint}
        inputMode="numeric"
        autoComplete="off"
        {...field('max_downloads')}
      />
      <DialogButtons>
        <Button look="secondary" onClick={onClose}>
          {cancel}
        </Button>
        <Button type="submit" busy={isBusy}>
          {t.create}
        </Button>
      </DialogButtons>
    </Form>
  );
}
