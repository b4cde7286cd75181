'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';

import { type InvitationForAdmin, InvitationsService } from '@/app/client';
import { Badge } from '@/components/ui/badge';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { Time } from '@/components/ui/time';
import { adminUserPath } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { withRecentLogin } from '@/lib/error';
import { invitation } from '@/lib/i18n/en/invitation';
import { notify } from '@/lib/notify';
import { invitationsKey } from '@/lib/queries/invitations';

const LOOKS = {
  open: 'primary',
  expired: 'neutral',
  accepted: 'success',
  withdrawn: 'neutral',
} as const;

/** An invitation in the list. What is over cannot be changed, but an expired one goes again. */
export function InvitationRow({ invited }: { invited: InvitationForAdmin }) {
  const t = useTexts(invitation);
  const client = useQueryClient();
  const { email, state } = invited;
  const isUnanswered = state === 'open' || state === 'expired';
  const path = { invitation_id: invited.id };

  async function change(call: () => Promise<unknown>, done: string) {
    await withRecentLogin(call);
    notify({ kind: 'success', text: done });
    await client.invalidateQueries({ queryKey: invitationsKey });
  }

  return (
    <li className="flex flex-col gap-3 px-4 py-3 sm:flex-row sm:items-center sm:justify-between sm:gap-6">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {invited.user_id ? (
            <Link
              href={adminUserPath(invited.user_id)}
              className="break-all font-medium text-link underline-offset-4 hover:underline"
            >
              {email}
            </Link>
          ) : (
            <span className="break-all font-medium">{email}</span>
          )}
          <Badge look={LOOKS[state]}>{t[state]}</Badge>
          {invited.is_admin && <Badge look="neutral">{t.administrator}</Badge>}
        </p>
        <p className="break-words text-small text-muted">
          {t.sentAt} <Time at={invited.sent_at} />
          {invited.invited_by && ` ${t.by(invited.invited_by)}`}
          {isUnanswered && (
            <>
              {` · ${t.until} `}
              <Time at={invited.expires_at} />
            </>
          )}
        </p>
      </div>
      {isUnanswered && (
        <div className="flex flex-wrap gap-2">
          <ConfirmButton
            size="small"
            title={t.againOf(email)}
            text={t.againText(email)}
            action={t.again}
            onConfirm={() =>
              change(() => InvitationsService.adminResendInvitation({ path }), t.sent(email))
            }
            aria-label={`${t.again}: ${email}`}
          >
            {t.again}
          </ConfirmButton>
          <ConfirmButton
            size="small"
            title={t.withdrawOf(email)}
            text={t.withdrawText(email)}
            action={t.withdraw}
            onConfirm={() =>
              change(() => InvitationsService.adminWithdrawInvitation({ path }), t.withdrawnNow)
            }
            aria-label={`${t.withdraw}: ${email}`}
          >
            {t.withdraw}
          </ConfirmButton>
        </div>
      )}
    </li>
  );
}
