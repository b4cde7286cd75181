'use client';

import { useEffect } from 'react';
import { z } from 'zod/v4-mini';

import { DocumentsService, type SharedDocument } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Form } from '@/components/ui/form';
import { PageHeading } from '@/components/ui/page-heading';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { shared } from '@/lib/i18n/en/shared';
import { password } from '@/lib/validation';

type Props = {
  token: string;
  owner: string | null;
  onUnlock: (share: SharedDocument, password: string) => void;
  /** Called if the share has ended meanwhile. */
  onEnd: () => void;
};

const schema = z.object({ password: password() });

/** Asks for the password of a share. Without it, not even the name of the file is shown. */
export function SharedPassword({ token, owner, onUnlock, onEnd }: Props) {
  const t = useTexts(shared);
  const { submit, field, failure, isBusy, setFocus } = useApiForm({
    schema,
    fieldOf: { wrong_share_password: 'password' },
    onSubmit: async (values) => {
      try {
        const { data } = await DocumentsService.getShared({ body: { token, ...values } });
        onUnlock(data, values.password);
      } catch (thrown) {
        if (toProblem(thrown).code !== 'link_not_found') throw thrown;
        onEnd();
      }
    },
  });
  useEffect(() => setFocus('password'), [setFocus]);
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={t.passwordTitle} text={owner ? t.sharedBy(owner) : t.sharedByNobody} />
      <Card>
        <Form onSubmit={submit} failure={failure}>
          <PasswordField
            label={t.password}
            hint={t.passwordHint}
            autoComplete="current-password"
            {...field('password')}
          />
          <Button type="submit" busy={isBusy} className="self-start">
            {t.unlock}
          </Button>
        </Form>
      </Card>
    </div>
  );
}
