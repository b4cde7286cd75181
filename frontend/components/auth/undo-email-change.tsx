'use client';

import { useRouter } from 'next/navigation';

import { UsersService } from '@/app/client';
import { UndoForm } from '@/components/auth/undo-form';
import { paths } from '@/config/paths';
import { useConfig } from '@/hooks/use-config';
import { useMailedToken } from '@/hooks/use-mailed-token';
import { useTexts } from '@/hooks/use-texts';
import { resendAt, saveSteps } from '@/lib/auth';
import { undo } from '@/lib/i18n/en/undo';
import { clearToken } from '@/lib/token';

/** Restores the address of an account. A code for a new password comes next. */
export function UndoEmailChange() {
  const t = useTexts(undo);
  const router = useRouter();
  const config = useConfig();
  const token = useMailedToken('undoEmailChange');

  async function restore(undoToken: string) {
    const { data } = await UsersService.undoEmailChange({ body: { token: undoToken } });
    // All logins of the account have ended; with a token here, the next page would leave.
    clearToken();
    const { email, request_token: requestToken } = data;
    saveSteps({
      undoEmailChange: undefined,
      reset: { email, requestToken, resendAt: resendAt(config) },
    });
    router.replace(paths.resetPassword);
  }

  return (
    <UndoForm
      title={t.emailTitle}
      text={t.emailText}
      button={t.emailSubmit}
      token={token}
      onUndo={restore}
    />
  );
}
