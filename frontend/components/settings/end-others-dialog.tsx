'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { UsersService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { useTexts } from '@/hooks/use-texts';
import { handleError } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { sessions } from '@/lib/i18n/en/sessions';
import { notify } from '@/lib/notify';
import { securityKeys } from '@/lib/queries/security';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Asks before all other logins end. */
export function EndOthersDialog({ open, onOpenChange }: Props) {
  const t = useTexts(sessions);
  const words = useTexts(common);
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => UsersService.endOtherSessions(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: securityKeys.all });
      onOpenChange(false);
      notify({ kind: 'success', text: t.othersEnded });
    },
    onError: handleError,
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.endOthersTitle} text={t.endOthersText}>
      <DialogButtons>
        <Button look="secondary" onClick={() => onOpenChange(false)}>
          {words.cancel}
        </Button>
        <Button busy={end.isPending} onClick={() => end.mutate()}>
          {t.endOthers}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
