'use client';

import { useQuery } from '@tanstack/react-query';

import type { JobState } from '@/app/client';
import { Badge } from '@/components/ui/badge';
import { Section } from '@/components/ui/card';
import { LoadProblem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { TimeAgo } from '@/components/ui/time';
import { useTexts } from '@/hooks/use-texts';
import { service } from '@/lib/i18n/en/service';
import { overviewQuery } from '@/lib/queries/admin';

/** The background jobs with their last runs, and the queues that they work off. */
export function JobsSection() {
  const t = useTexts(service);
  const { data, error, refetch } = useQuery(overviewQuery);
  if (error && !data) return <LoadProblem thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-64" />;
  const isLate = (name: string) => data.late.some((sentence) => sentence.includes(`'${name}'`));
  return (
    <>
      <Section title={t.queues} text={t.queuesText}>
        <ul aria-label={t.queues} className="-my-3 divide-y">
          {data.queues.map((queue) => (
            <li key={queue.name} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
              <span lang="en" className="min-w-0 grow font-medium">
                {queue.name}
              </span>
              <span className="text-small text-muted">
                {queue.overdue_seconds > 0 ? t.waits(queue.overdue_seconds) : t.nothingWaits}
              </span>
              {queue.dead > 0 && <Badge look="danger">{t.dead(queue.dead)}</Badge>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.jobs} text={t.jobsText}>
        {data.jobs.length === 0 && <p className="text-muted">{t.noJobs}</p>}
        <ul aria-label={t.jobs} className="-my-3 gap-x-12 max-lg:divide-y lg:grid lg:grid-cols-2">
          {data.jobs.map((job) => (
            <JobRow key={job.name} job={job} isLate={isLate(job.name)} />
          ))}
        </ul>
      </Section>
    </>
  );
}

function JobRow({ job, isLate }: { job: JobState; isLate: boolean }) {
  const t = useTexts(service);
  const hasFailed = job.failed_at !== null && job.failed_at > (job.succeeded_at ?? '');
  return (
    <li className="flex flex-col gap-1 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {/* The names of jobs are those of the code, in every language. */}
        <span lang="en" className="min-w-0 grow font-medium">
          {job.name}
        </span>
        <span className="text-small text-muted">
          {job.succeeded_at ? <TimeAgo at={job.succeeded_at} /> : t.never}
        </span>
        {isLate && <Badge look="danger">{t.late}</Badge>}
        {hasFailed && <Badge look="warning">{t.failed}</Badge>}
      </div>
      {hasFailed && (
        <p lang="en" className="break-words text-small text-muted">
          {job.error}
        </p>
      )}
    </li>
  );
}
