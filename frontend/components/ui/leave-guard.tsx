'use client';

import dynamic from 'next/dynamic';

import { useLeaveGuard } from '@/hooks/use-leave-guard';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

const ConfirmDialog = dynamic(
  () => import('./confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Asks before somebody leaves a page with changes that are not saved. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const t = useTexts(common);
  const question = useLeaveGuard(isDirty);
  if (!question) return null;
  return (
    <ConfirmDialog
      title={t.leaveTitle}
      text={t.leaveText}
      action={t.leave}
      danger
      onConfirm={async () => question.leave()}
      onClose={question.stay}
    />
  );
}
