'use client';

import { type ReactNode, useState } from 'react';

import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { FormProblem } from '@/components/ui/problem';
import { useTexts } from '@/hooks/use-texts';
import { leave, type Problem, toProblem } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';

type Props = {
  title: string;
  /** What happens, and what stays. */
  text: ReactNode;
  /** What the button does, as a verb. */
  action: string;
  danger?: boolean;
  /** What it throws is shown in the dialog, which stays open. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
};

/** Asks before something is done, and says what happens. Show it only while it asks. */
export function ConfirmDialog({ title, text, action, danger, onConfirm, onClose }: Props) {
  const t = useTexts(common);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ problem: Problem; since: number }>();

  async function confirm() {
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (!leave(problem)) setFailure({ problem, since: Date.now() });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={onClose} title={title} text={text}>
      {failure && <FormProblem {...failure} key={failure.since} />}
      <DialogButtons>
        <Button look="secondary" onClick={onClose}>
          {t.cancel}
        </Button>
        <Button look={danger ? 'danger' : 'primary'} busy={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
