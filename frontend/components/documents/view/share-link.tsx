'use client';

import dynamic from 'next/dynamic';
import { useEffect, useRef } from 'react';

import type { ShareCreated } from '@/app/client';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { DialogButtons } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';

const QrCode = dynamic(() => import('@/components/ui/qr-code').then((module) => module.QrCode), {
  ssr: false,
});

/** A link that was just made, to copy or to scan. */
export function ShareLink({ share, onClose }: { share: ShareCreated; onClose: () => void }) {
  const t = useTexts(texts);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <div className="flex flex-col gap-5">
      <TextField ref={field} label={t.link} readOnly value={share.url} />
      <CopyButton text={share.url} label={t.copyLink} size="normal" look="primary" />
      <div className="flex justify-center">
        <QrCode text={share.url} label={t.qr} />
      </div>
      <DialogButtons>
        <Button look="secondary" onClick={onClose}>
          {t.done}
        </Button>
      </DialogButtons>
    </div>
  );
}
