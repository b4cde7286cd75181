'use client';

import { useMutation } from '@tanstack/react-query';
import { z } from 'zod/v4-mini';

import { UsersService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Form } from '@/components/ui/form';
import { PageHeading } from '@/components/ui/page-heading';
import { FormProblem } from '@/components/ui/problem';
import { ProofFields } from '@/components/ui/proof-fields';
import { apiUrl } from '@/config/api';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useConfig } from '@/hooks/use-config';
import { useProof } from '@/hooks/use-proof';
import { useTexts } from '@/hooks/use-texts';
import { saveSteps } from '@/lib/auth';
import { endingLogin, toProblem, withRecentLogin } from '@/lib/error';
import { ownData } from '@/lib/i18n/en/own-data';
import { settings } from '@/lib/i18n/en/settings';
import { clearToken } from '@/lib/token';

/** The export of all data, and the end of the account. */
export function OwnData() {
  const t = useTexts(ownData);
  const titles = useTexts(settings);
  const days = useConfig()?.account_deletion_grace_days ?? 14;
  return (
    <>
      <PageHeading title={titles.data} text={t.text} />
      <Section title={t.exportTitle} text={t.exportText}>
        <Export />
      </Section>
      <Section title={t.deleteTitle} text={t.deleteText(days)}>
        <Deletion />
      </Section>
    </>
  );
}

function Export() {
  const t = useTexts(ownData);
  const { mutate, error, isPending, submittedAt } = useMutation({
    mutationFn: () => withRecentLogin(() => UsersService.getExportLink()),
    // The link needs no token for some minutes, so the browser itself loads the file.
    onSuccess: ({ data }) => location.assign(apiUrl(data.url)),
  });
  return (
    <div className="flex flex-col gap-4">
      {error && <FormProblem problem={toProblem(error)} since={submittedAt} />}
      <Button look="secondary" busy={isPending} className="self-start" onClick={() => mutate()}>
        {t.export}
      </Button>
    </div>
  );
}

function Deletion() {
  const t = useTexts(ownData);
  const { owner, shape, fieldOf, prove } = useProof();
  const { submit, field, failure, isBusy } = useApiForm({
    schema: z.object(shape),
    fieldOf,
    onSubmit: async (body) => {
      await prove(() => endingLogin(() => UsersService.deleteAccount({ body })));
      saveSteps({ notice: 'toBeDeleted' });
      clearToken();
      location.assign(paths.login);
    },
  });
  return (
    <Form onSubmit={submit} failure={failure}>
      <ProofFields owner={owner} password={field('password')} code={field('code')} />
      <Button type="submit" look="danger" busy={isBusy} className="self-start">
        {t.delete}
      </Button>
    </Form>
  );
}
