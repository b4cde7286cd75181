'use client';

import { useState } from 'react';

import { UsersService } from '@/app/client';
import { NoStep } from '@/components/auth/no-step';
import { UndoForm } from '@/components/auth/undo-form';
import { paths } from '@/config/paths';
import { useMailedToken } from '@/hooks/use-mailed-token';
import { useTexts } from '@/hooks/use-texts';
import { saveSteps } from '@/lib/auth';
import { undo } from '@/lib/i18n/en/undo';

/** Cancels the deletion of an account. */
export function UndoDeleteAccount() {
  const t = useTexts(undo);
  const token = useMailedToken('undoDeletion');
  const [isKept, setKept] = useState(false);

  async function keep(undoToken: string) {
    await UsersService.undoDeleteAccount({ body: { token: undoToken } });
    setKept(true);
    saveSteps({ undoDeletion: undefined });
  }

  if (isKept) {
    const start = { href: paths.login, label: t.logIn };
    return <NoStep title={t.keptTitle} text={t.keptText} start={start} />;
  }
  return (
    <UndoForm
      title={t.deleteTitle}
      text={t.deleteText}
      button={t.deleteSubmit}
      token={token}
      onUndo={keep}
    />
  );
}
