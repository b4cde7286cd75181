'use client';

import type { DocumentPublic } from '@/app/client';
import { Button } from '@/components/ui/button';
import { useRestoreVersion } from '@/hooks/documents/use-restore-version';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';

type Props = { document: DocumentPublic; number: number; onDone?: () => void };

/** Makes an older version the current one again. */
export function RestoreButton({ document, number, onDone }: Props) {
  const t = useTexts(texts);
  const { mutate, isPending } = useRestoreVersion();
  return (
    <Button
      look="secondary"
      size="small"
      busy={isPending}
      aria-label={t.restoreOf(number)}
      onClick={() => mutate({ document, number }, { onSuccess: onDone })}
    >
      {t.restore}
    </Button>
  );
}
