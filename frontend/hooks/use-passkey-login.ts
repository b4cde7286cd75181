'use client';

import { useEffect, useState } from 'react';
import { z } from 'zod/v4-mini';

import { useApiForm } from '@/hooks/use-api-form';
import { saveLogin } from '@/lib/auth';
import { type Problem, toProblem } from '@/lib/error';
import { logInByAutofill, logInByChoice } from '@/lib/passkey-login';

type Failure = { problem: Problem; since: number };

/**
 * Log in with a passkey: one that the browser offers below the field of the address, or one
 * that the person chooses after `submit`. Return why the last try failed.
 */
export function usePasskeyLogin() {
  const [offered, setOffered] = useState<Failure>();
  const { submit, failure, isBusy } = useApiForm({
    schema: z.object({}),
    onSubmit: async () => {
      setOffered(undefined);
      saveLogin(await logInByChoice());
    },
  });

  useEffect(() => {
    if (isBusy) return;
    const stop = new AbortController();
    const show = (thrown: unknown) => {
      setOffered({ problem: toProblem(thrown), since: Date.now() });
    };
    logInByAutofill(stop.signal, show).then(
      (auth) => auth && saveLogin(auth),
      // Nobody asked for it, and the button says what is wrong.
      () => undefined,
    );
    return () => stop.abort();
  }, [isBusy]);

  return { submit, isBusy, failure: isBusy ? undefined : (offered ?? failure) };
}
