'use client';

import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/v4-mini';

import { type ApiTokenCreated, ApiTokensService } from '@/app/client';
import { ScopesField } from '@/components/settings/scopes-field';
import { Button } from '@/components/ui/button';
import { DialogButtons } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Select } from '@/components/ui/input';
import { TextField } from '@/components/ui/text-field';
import { useUser } from '@/contexts/user-context';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { withRecentLogin } from '@/lib/error';
import { apiTokens } from '@/lib/i18n/en/api-tokens';
import { common } from '@/lib/i18n/en/common';
import { apiTokensQuery } from '@/lib/queries/api-tokens';
import { required } from '@/lib/validation';

type Props = { onMade: (token: ApiTokenCreated) => void; onClose: () => void };

const SCOPES = ['documents:read', 'documents:write', 'account:read', 'account:write'] as const;
const ADMIN_SCOPES = ['admin:read', 'bookings:read'] as const;
// As the API takes a line.
const LONGEST = 200;
const NEVER = '';

/** What a new API token is called, what it may do, and for how long. */
export function ApiTokenForm({ onMade, onClose }: Props) {
  const t = useTexts(apiTokens);
  const words = useTexts(common);
  const client = useQueryClient();
  const { is_admin: isAdmin } = useUser();
  const { submit, field, failure, isBusy } = useApiForm({
    draft: 'api-token',
    schema: z.object({
      name: required(),
      scopes: z.array(z.enum([...SCOPES, ...ADMIN_SCOPES])).check(z.minLength(1, t.scopesRequired)),
      days: z.string(),
    }),
    defaultValues: { scopes: [], days: '90' },
    onSubmit: async ({ name, scopes, days }) => {
      const body = { name, scopes, expires_in_days: days === NEVER ? null : Number(days) };
      const { data } = await withRecentLogin(() => ApiTokensService.createApiToken({ body }));
      await client.invalidateQueries(apiTokensQuery);
      onMade(data);
    },
  });
  const { error: _, ...days } = field('days');
  return (
    <Form onSubmit={submit} failure={failure}>
      <TextField
        label={words.name}
        hint={t.nameHint}
        maxLength={LONGEST}
        autoComplete="off"
        {...field('name')}
      />
      <ScopesField scopes={isAdmin ? [...SCOPES, ...ADMIN_SCOPES] : SCOPES} {...field('scopes')} />
      <Field label={t.lifetime}>
        {(control) => (
          <Select {...control} {...days}>
            {Object.entries(t.lifetimes).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
            <option value={NEVER}>{t.lifetimeNever}</option>
          </Select>
        )}
      </Field>
      <DialogButtons>
        <Button look="secondary" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button type="submit" busy={isBusy}>
          {t.create}
        </Button>
      </DialogButtons>
    </Form>
  );
}
