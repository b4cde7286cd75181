'use client';

import { useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Conflict } from '@/components/ui/conflict';
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
    <Conflict
      texts={t}
      theirs={now.title}
      mine={mine}
      isBusy={isPending}
      onTheirs={onDone}
      onMine={() => void handleMine()}
    />
  );
}
