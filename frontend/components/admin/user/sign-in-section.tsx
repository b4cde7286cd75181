'use client';

import Link from 'next/link';

import type { UserForAdmin } from '@/app/client';
import { ActionRow } from '@/components/ui/action-row';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { paths } from '@/config/paths';
import { useUser } from '@/contexts/user-context';
import { useChangeAccount } from '@/hooks/admin/use-change-account';
import { useTexts } from '@/hooks/use-texts';
import { userPage } from '@/lib/i18n/en/user-page';

/** The logins of an account, its second factor, and the way to its log. */
export function SignInSection({ user }: { user: UserForAdmin }) {
  const t = useTexts(userPage);
  const isOwn = useUser().id === user.id;
  const { endSessions, resetFactor } = useChangeAccount(user);
  return (
    <Section title={t.signIn}>
      <div className="divide-y">
        <ActionRow title={t.sessions} text={t.sessionsText(user.sessions)}>
          {user.sessions > 0 && (
            <ConfirmButton
              title={t.endTitle(user.email)}
              text={isOwn ? `${t.endText} ${t.ownAccount}` : t.endText}
              action={t.end}
              danger
              onConfirm={() => endSessions(t.ended)}
            >
              {t.end}
            </ConfirmButton>
          )}
        </ActionRow>
        <ActionRow title={t.factor} text={factorText()}>
          {user.two_fa_enabled && !isOwn && (
            <ConfirmButton
              title={t.resetTitle(user.email)}
              text={t.resetText}
              action={t.reset}
              danger
              onConfirm={() => resetFactor(t.resetDone)}
            >
              {t.reset}
            </ConfirmButton>
          )}
          {isOwn && (
            <Button asChild look="secondary">
              <Link href={paths.settingsTwoFa}>{t.ownFactor}</Link>
            </Button>
          )}
        </ActionRow>
        <ActionRow title={t.log} text={t.logText}>
          <Button asChild look="secondary">
            <Link href={`${paths.adminLog}?user=${user.id}`}>{t.openLog}</Link>
          </Button>
        </ActionRow>
      </div>
    </Section>
  );

  function factorText(): string {
    return user.two_fa_enabled ? t.factorOn : t.factorOff;
  }
}
