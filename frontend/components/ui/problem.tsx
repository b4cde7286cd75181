'use client';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useSecondsUntil } from '@/hooks/use-now';
import { useTexts } from '@/hooks/use-texts';
import { type Problem, toProblem } from '@/lib/error';
import { focusHeadingOf } from '@/lib/focus';
import { formatCountdown } from '@/lib/format';
import { common } from '@/lib/i18n/en/common';

/** A problem that belongs to a whole form. `since` is when it came (ms since 1970). */
export function FormProblem({ problem, since }: { problem: Problem; since: number }) {
  const t = useTexts(common);
  const left = useSecondsUntil(since + (problem.retryAfter ?? 0) * 1000);
  return (
    <Alert kind="danger" live>
      <p>{problem.message}</p>
      {left > 0 && (
        // Read out once, not each second.
        <p aria-live="off" className="tabular-nums">
          {t.tryAgainIn(formatCountdown(left))}
        </p>
      )}
      {problem.status >= 500 && problem.requestId && <p>{t.requestId(problem.requestId)}</p>}
    </Alert>
  );
}

/** What stands in the place of data that could not be loaded. */
export function LoadProblem({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  const t = useTexts(common);
  const problem = toProblem(thrown);
  return (
    <Alert kind="danger" live>
      <p className="font-medium">{t.loadFailed}</p>
      <p>{problem.message}</p>
      {problem.requestId && <p>{t.requestId(problem.requestId)}</p>}
      <Button
        look="secondary"
        size="small"
        className="mt-3"
        onClick={(event) => {
          // This button goes away meanwhile.
          focusHeadingOf(event.currentTarget);
          onRetry();
        }}
      >
        {t.retry}
      </Button>
    </Alert>
  );
}

/** What stands at the end of a list whose next items could not be loaded. */
export function MoreProblem({ onRetry }: { onRetry: () => void }) {
  const t = useTexts(common);
  return (
    <div role="alert" className="flex flex-wrap items-center justify-center gap-3 p-4 text-small">
      <p className="text-danger">{t.moreFailed}</p>
      <Button look="secondary" size="small" onClick={onRetry}>
        {t.retry}
      </Button>
    </div>
  );
}
