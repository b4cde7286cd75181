'use client';

import { useQuery } from '@tanstack/react-query';

import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { TimeAgo } from '@/components/ui/time';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { service } from '@/lib/i18n/en/service';
import { infoQuery, readyQuery } from '@/lib/queries/admin';

/** The version that runs, since when, and what does not work. */
export function RunningSection() {
  const t = useTexts(service);
  const info = useQuery(infoQuery);
  const ready = useQuery(readyQuery);
  const refusal = ready.error ? toProblem(ready.error) : undefined;
  const isDown = refusal?.code === 'not_ready';
  const problems = isDown && refusal ? [refusal.message] : (ready.data?.problems ?? []);

  function checkAgain() {
    void info.refetch();
    void ready.refetch();
  }

  return (
    <Section
      title={t.running}
      action={
        <Button
          look="secondary"
          size="small"
          busy={ready.isFetching || info.isFetching}
          onClick={checkAgain}
        >
          {t.checkAgain}
        </Button>
      }
    >
      {info.error && !info.data && <LoadProblem thrown={info.error} onRetry={checkAgain} />}
      {info.isPending && <Skeleton className="h-16" />}
      {info.data && (
        <dl className="grid gap-6 sm:grid-cols-3">
          <div>
            <dt className="text-small text-muted">{t.state}</dt>
            <dd className="mt-1">
              <span role="status">{stateBadge()}</span>
            </dd>
          </div>
          <div>
            <dt className="text-small text-muted">{t.version}</dt>
            <dd className="font-medium">{`${info.data.name} ${info.data.version}`}</dd>
          </div>
          <div>
            <dt className="text-small text-muted">{t.since}</dt>
            <dd className="font-medium">
              <TimeAgo at={info.data.since} />
            </dd>
          </div>
        </dl>
      )}
      {problems.length > 0 && (
        <Alert kind={isDown ? 'danger' : 'warning'} className="mt-6">
          <ul className="flex flex-col gap-1">
            {problems.map((problem) => (
              <li key={problem} lang="en">
                {problem}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </Section>
  );

  function stateBadge() {
    if (isDown) return <Badge look="danger">{t.down}</Badge>;
    if (ready.error) return <Badge look="danger">{t.unknown}</Badge>;
    if (!ready.data) return <Badge>{t.checking}</Badge>;
    if (ready.data.status === 'degraded') return <Badge look="warning">{t.degraded}</Badge>;
    return <Badge look="success">{t.ok}</Badge>;
  }
}
