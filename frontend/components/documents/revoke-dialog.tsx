'use client';

import type { SharePublic } from '@/app/client';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useRevokeShare } from '@/hooks/documents/use-revoke-share';
import { useTexts } from '@/hooks/use-texts';
import { focusHeading } from '@/lib/focus';
import { ownShares } from '@/lib/i18n/en/own-shares';
import { notify } from '@/lib/notify';

/** Asks before a link stops working. */
export function RevokeDialog({ share, onClose }: { share: SharePublic; onClose: () => void }) {
  const t = useTexts(ownShares);
  const { mutateAsync } = useRevokeShare();

  async function handleConfirm() {
    await mutateAsync(share);
    notify({ kind: 'success', text: t.revoked });
    // Its row may be gone.
    focusHeading();
  }

  return (
    <ConfirmDialog
      danger
      title={t.revokeConfirm}
      text={t.revokeConfirmText(share.document_title)}
      action={t.revoke}
      onConfirm={handleConfirm}
      onClose={onClose}
    />
  );
}
