'use client';

import { useState } from 'react';

import { Button } from '@/components/ui/button';
import { FormProblem } from '@/components/ui/problem';
import { useSecondsUntil } from '@/hooks/use-now';
import { useTexts } from '@/hooks/use-texts';
import { leave, type Problem, toProblem } from '@/lib/error';
import { formatCountdown } from '@/lib/format';
import { code } from '@/lib/i18n/en/code';

type Props = {
  /** When another code can be asked for, in milliseconds since 1970. */
  at: number;
  /** Ask for a code; it is sent to this address. */
  email: string;
  onResend: () => Promise<void>;
};

/** Asks for another code, not sooner than the API sends one. */
export function ResendCode({ at, email, onResend }: Props) {
  const t = useTexts(code);
  const [failure, setFailure] = useState<{ problem: Problem; since: number }>();
  const [isBusy, setBusy] = useState(false);
  const [isSent, setSent] = useState(false);
  const wait = (failure?.problem.retryAfter ?? 0) * 1000;
  const left = useSecondsUntil(Math.max(at, (failure?.since ?? 0) + wait));

  async function resend() {
    setBusy(true);
    setFailure(undefined);
    setSent(false);
    try {
      await onResend();
      setSent(true);
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (!leave(problem)) setFailure({ problem, since: Date.now() });
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col items-center gap-3 text-center text-small text-muted">
      <p>{t.nothingCame}</p>
      <div className="flex items-center gap-2">
        <Button
          look="secondary"
          size="small"
          busy={isBusy}
          aria-disabled={left > 0}
          className="aria-disabled:cursor-not-allowed aria-disabled:text-muted"
          onClick={() => left === 0 && void resend()}
        >
          {t.resend}
        </Button>
        {left > 0 && <span className="tabular-nums">{t.in(formatCountdown(left))}</span>}
      </div>
      <p role="status">{isSent && t.resent(email)}</p>
      {failure && <FormProblem problem={failure.problem} since={failure.since} />}
    </div>
  );
}
