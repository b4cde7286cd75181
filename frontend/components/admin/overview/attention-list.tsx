'use client';

import { ChevronRight, CircleAlert, CircleCheck, Info } from 'lucide-react';
import Link from 'next/link';

import type { AdminOverview } from '@/app/client';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { attentionOf } from '@/lib/attention';
import { formatNumber } from '@/lib/format';
import { admin } from '@/lib/i18n/en/admin';
import { cn } from '@/lib/utils';

/** What needs somebody, each with the way to its page. */
export function AttentionList({ overview }: { overview: AdminOverview }) {
  const t = useTexts(admin);
  const { locale } = useHabits();
  const found = attentionOf(overview);
  const words = {
    dead_emails: t.deadEmails,
    late: t.lateJobs,
    dead_work: t.deadWork,
    disk: t.lowDisk,
    failed_logins: t.failedLogins,
    to_be_deleted: t.toBeDeleted,
  };
  return (
    <section aria-label={t.attention}>
      <h2 className="mb-3 text-lead font-semibold">{t.attention}</h2>
      {found.length === 0 ? (
        <p className="flex items-center gap-3 rounded-card border bg-raised p-4">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-success" />
          {t.nothing}
        </p>
      ) : (
        <ul className="divide-y overflow-hidden rounded-card border bg-raised">
          {found.map(({ kind, isUrgent, count, path }) => {
            const Icon = isUrgent ? CircleAlert : Info;
            return (
              <li key={kind}>
                <Link
                  href={path}
                  className="flex min-h-14 items-center gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover"
                >
                  <Icon
                    aria-hidden
                    className={cn('size-5 shrink-0', isUrgent ? 'text-danger' : 'text-muted')}
                  />
                  <span className={cn('grow', isUrgent && 'font-medium')}>
                    {words[kind](count, formatNumber(count, locale))}
                  </span>
                  <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
