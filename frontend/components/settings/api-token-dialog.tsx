'use client';

import { useEffect, useRef, useState } from 'react';

import type { ApiTokenCreated } from '@/app/client';
import { ApiTokenForm } from '@/components/settings/api-token-form';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { useTexts } from '@/hooks/use-texts';
import { apiTokens } from '@/lib/i18n/en/api-tokens';

/** Makes an API token, and shows its text: the API tells it only now. */
export function ApiTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(apiTokens);
  const [made, setMade] = useState<ApiTokenCreated>();
  const text = useRef<HTMLInputElement>(null);
  useEffect(() => text.current?.select(), [made]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      firm={made !== undefined}
      title={made ? t.readyTitle : t.createTitle}
      text={made ? t.readyText : undefined}
    >
      {made ? (
        <div className="flex flex-col gap-5">
          <TextField ref={text} label={t.token} readOnly value={made.token} />
          <CopyButton text={made.token} label={t.copy} size="normal" look="primary" />
          <DialogButtons>
            <Button look="secondary" onClick={onClose}>
              {t.done}
            </Button>
          </DialogButtons>
        </div>
      ) : (
        <ApiTokenForm onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}
