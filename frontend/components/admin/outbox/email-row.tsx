'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';

import { type OutboxItem, UsersService } from '@/app/client';
import { Badge } from '@/components/ui/badge';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { Time } from '@/components/ui/time';
import { adminUserPath } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { withRecentLogin } from '@/lib/error';
import { outbox } from '@/lib/i18n/en/outbox';
import { notify } from '@/lib/notify';
import { adminKeys } from '@/lib/queries/admin';

const LOOKS = {
  dead: 'danger',
  pending: 'primary',
  sent: 'success',
  expired: 'neutral',
  suppressed: 'neutral',
} as const;

/** An e-mail in the list. Its text is not here: it may hold a code. */
export function EmailRow({ email }: { email: OutboxItem }) {
  const t = useTexts(outbox);
  const client = useQueryClient();

  async function retry() {
    const path = { email_id: email.id };
    await withRecentLogin(() => UsersService.adminRetryEmail({ path }));
    notify({ kind: 'success', text: t.retried });
    void client.invalidateQueries({ queryKey: adminKeys.overview });
    await client.invalidateQueries({ queryKey: adminKeys.outbox });
  }

  return (
    <li className="flex flex-col gap-3 px-4 py-3 sm:flex-row sm:items-center sm:justify-between sm:gap-6">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 break-words font-medium">{email.subject}</span>
          <Badge look={LOOKS[email.status]}>{t[email.status]}</Badge>
        </p>
        <p className="break-all text-small">
          {email.user_id ? (
            <Link
              href={adminUserPath(email.user_id)}
              className="text-link underline-offset-4 hover:underline"
            >
              {email.recipient}
            </Link>
          ) : (
            email.recipient
          )}
        </p>
        <p className="text-small text-muted">
          {t.created} <Time at={email.created_at} />
          {email.status === 'pending' && (
            <>
              {` · ${t.next} `}
              <Time at={email.next_attempt_at} />
            </>
          )}
          {email.attempts > 1 && ` · ${t.attempts(email.attempts)}`}
        </p>
        {email.last_error && email.status !== 'sent' && (
          <p className="break-words text-small text-danger">
            {`${t.reason}: `}
            <span lang="en">{email.last_error}</span>
          </p>
        )}
      </div>
      {email.status === 'dead' && (
        <ConfirmButton
          size="small"
          title={t.retryTitle}
          text={t.retryText(email.recipient)}
          action={t.retry}
          onConfirm={retry}
          aria-label={t.retryOf(email.subject, email.recipient)}
        >
          {t.retry}
        </ConfirmButton>
      )}
    </li>
  );
}
