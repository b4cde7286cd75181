'use client';

import { useEffect, useRef, useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useRenameDocument } from '@/hooks/documents/use-rename-document';
import { useTexts } from '@/hooks/use-texts';
import { handleError } from '@/lib/error';
import { document as texts } from '@/lib/i18n/en/document';

type Props = {
  /** The document as somebody else left it. */
  theirs: DocumentPublic;
  /** The title that was to be saved. */
  mine: string;
  onDone: () => void;
};

/** Shows two titles of which one must be chosen, because somebody was faster. */
export function TitleConflict({ theirs, mine, onDone }: Props) {
  const t = useTexts(texts);
  const [now, setNow] = useState(theirs);
  const { mutateAsync, isPending } = useRenameDocument();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);

  async function handleMine() {
    try {
      const { document, hasConflict } = await mutateAsync({ document: now, title: mine });
      if (hasConflict) setNow(document);
      else onDone();
    } catch (thrown) {
      handleError(thrown);
    }
  }

  return (
    <Alert kind="warning" live>
      <p className="font-medium">{t.conflictTitle}</p>
      <p>{t.conflictText}</p>
      <dl className="mt-3 grid gap-3 text-text sm:grid-cols-2">
        <div className="rounded-control border bg-raised p-3">
          <dt className="text-caption text-muted">{t.theirs}</dt>
          <dd className="break-words font-medium">{now.title}</dd>
        </div>
        <div className="rounded-control border bg-raised p-3">
          <dt className="text-caption text-muted">{t.mine}</dt>
          <dd className="break-words font-medium">{mine}</dd>
        </div>
      </dl>
      <div className="mt-3 flex flex-wrap gap-3">
        <Button ref={keep} look="secondary" size="small" onClick={onDone}>
          {t.keepTheirs}
        </Button>
        <Button look="secondary" size="small" busy={isPending} onClick={() => void handleMine()}>
          {t.useMine}
        </Button>
      </div>
    </Alert>
  );
}
