'use client';

import { useEffect, useRef } from 'react';
import { z } from 'zod/v4-mini';

import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { AuthInput } from '@/components/auth/auth-input';
import { ProviderFailure } from '@/components/auth/provider-refusal';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormProblem } from '@/components/ui/problem';
import { Spinner } from '@/components/ui/spinner';
import { useApiForm } from '@/hooks/use-api-form';
import { useProviderAnswer } from '@/hooks/use-provider-answer';
import { useTexts } from '@/hooks/use-texts';
import { isTemporary } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { provider } from '@/lib/i18n/en/provider';
import { required } from '@/lib/validation';

type Props = Parameters<typeof useProviderAnswer>[0];

const noCode = z.object({ code: z.optional(z.string()) });
const withCode = z.object({ code: required() });

/** Sends the answer of a provider, with a code if the account wants one. */
export function ProviderFinish(props: Props) {
  const { flow } = props;
  const t = useTexts(provider);
  const words = useTexts(common);
  const complete = useProviderAnswer(props);
  const wantsCode = flow.purpose === 'proof' && flow.hasFactor === true;
  const { submit, field, failure, isBusy } = useApiForm<{ code?: string }>({
    schema: wantsCode ? withCode : noCode,
    onSubmit: ({ code }) => complete(code),
  });
  const isSent = useRef(wantsCode);
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    void submit();
  });

  if (failure && !isBusy) {
    const { problem, since } = failure;
    return (
      <ProviderFailure flow={flow}>
        {problem.code === 'invalid_input' ? (
          <Alert kind="danger" live>
            {t.broken}
          </Alert>
        ) : (
          <FormProblem problem={problem} since={since} key={since} />
        )}
        {problem.code === 'wrong_code' && <p className="text-small">{t.worksOnce(flow.name)}</p>}
        {(isTemporary(problem) || problem.status === 429) && (
          <Button look="secondary" onClick={() => void submit()}>
            {words.retry}
          </Button>
        )}
      </ProviderFailure>
    );
  }
  if (wantsCode) {
    return (
      <AuthCard title={t.codeTitle} text={t.codeText(flow.name)}>
        <Form onSubmit={submit} failure={undefined}>
          <AuthInput
            type="text"
            label={words.code}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            autoFocus
            {...field('code')}
          />
          <AuthButton busy={isBusy}>{words.confirm}</AuthButton>
        </Form>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={t.title}>
      <p role="status" className="flex items-center gap-3 text-muted">
        <Spinner />
        {t.pending}
      </p>
    </AuthCard>
  );
}
