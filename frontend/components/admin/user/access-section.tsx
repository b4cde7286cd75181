'use client';

import type { UserForAdmin } from '@/app/client';
import { ActionRow } from '@/components/ui/action-row';
import { Section } from '@/components/ui/card';
import { ConfirmButton } from '@/components/ui/confirm-button';
import { useUser } from '@/contexts/user-context';
import { useChangeAccount } from '@/hooks/admin/use-change-account';
import { useTexts } from '@/hooks/use-texts';
import { userPage } from '@/lib/i18n/en/user-page';

/** Whether the owner may log in, and whether they are an administrator. */
export function AccessSection({ user }: { user: UserForAdmin }) {
  const t = useTexts(userPage);
  const isOwn = useUser().id === user.id;
  const { change } = useChangeAccount(user);
  return (
    <Section title={t.access}>
      <div className="divide-y">
        <ActionRow title={t.state} text={user.is_active ? t.stateActive : t.stateDisabled}>
          {user.is_active ? (
            <ConfirmButton
              title={t.disableTitle(user.email)}
              text={isOwn ? `${t.disableText} ${t.ownAccount}` : t.disableText}
              action={t.disable}
              danger
              onConfirm={() => change({ is_active: false }, t.disabled)}
            >
              {t.disable}
            </ConfirmButton>
          ) : (
            <ConfirmButton
              title={t.enableTitle(user.email)}
              text={t.enableText}
              action={t.enable}
              onConfirm={() => change({ is_active: true }, t.enabled)}
            >
              {t.enable}
            </ConfirmButton>
          )}
        </ActionRow>
        <ActionRow title={t.role} text={user.is_admin ? t.roleAdmin : t.roleNone}>
          {user.is_admin ? (
            <ConfirmButton
              title={t.demoteTitle(user.email)}
              text={isOwn ? `${t.demoteText} ${t.ownRole}` : t.demoteText}
              action={t.demote}
              danger
              onConfirm={() => change({ is_admin: false }, t.demoted)}
            >
              {t.demote}
            </ConfirmButton>
          ) : (
            <ConfirmButton
              title={t.promoteTitle(user.email)}
              text={t.promoteText}
              action={t.promote}
              onConfirm={() => change({ is_admin: true }, t.promoted)}
            >
              {t.promote}
            </ConfirmButton>
          )}
        </ActionRow>
      </div>
    </Section>
  );
}
