'use client';

import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Form } from '@/components/ui/form';
import { NewPasswordField } from '@/components/ui/new-password-field';
import { PageHeading } from '@/components/ui/page-heading';
import { ProofFields } from '@/components/ui/proof-fields';
import { useUser } from '@/contexts/user-context';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useProof } from '@/hooks/use-proof';
import { useTexts } from '@/hooks/use-texts';
import { saveLogin } from '@/lib/auth';
import { credentials } from '@/lib/i18n/en/credentials';
import { settings } from '@/lib/i18n/en/settings';
import { notify } from '@/lib/notify';
import { isPresent } from '@/lib/utils';
import { newPassword } from '@/lib/validation';

/** Changes the password. This login goes on with a new token, all others end. */
export function PasswordSettings() {
  const t = useTexts(credentials);
  const titles = useTexts(settings);
  const user = useUser();
  const rule = useConfig()?.password;
  const { owner, shape, fieldOf, prove } = useProof();
  const { submit, field, failure, isBusy, reset } = useApiForm({
    schema: z.object({ ...shape, next: newPassword(rule) }),
    fieldOf: {
      ...fieldOf,
      weak_password: 'next',
      breached_password: 'next',
      same_password: 'next',
    },
    onSubmit: async ({ password, code, next }) => {
      const body = { current_password: password, new_password: next, code };
      saveLogin((await prove(() => UsersService.changePassword({ body }))).data);
      reset();
      notify({ kind: 'success', text: t.passwordChanged });
    },
  });
  return (
    <>
      <PageHeading title={titles.password} text={t.passwordText} />
      <Card>
        <Form onSubmit={submit} failure={failure}>
          <ProofFields
            owner={owner}
            label={t.current}
            password={field('password')}
            code={field('code')}
          />
          <NewPasswordField
            label={t.next}
            rule={rule}
            owner={() => [user.email, user.full_name].filter(isPresent)}
            {...field('next')}
          />
          <Button type="submit" busy={isBusy} className="self-start">
            {t.change}
          </Button>
        </Form>
      </Card>
    </>
  );
}
