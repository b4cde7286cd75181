'use client';

import { useSelectionContext } from '@/contexts/selection-context';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';
import { isChosen } from '@/lib/selection';

/** The box that chooses a document. With Shift it chooses all from the last one on. */
export function DocumentChoice({ document }: { document: { id: string; title: string } }) {
  const t = useTexts(documents);
  const { selection, onChoose } = useSelectionContext();
  return (
    <label className="relative z-10 flex size-8 shrink-0 items-center justify-center">
      <input
        type="checkbox"
        aria-label={t.choose(document.title)}
        checked={isChosen(selection, document.id)}
        onChange={(event) => {
          const { shiftKey } = event.nativeEvent as MouseEvent;
          onChoose(document.id, shiftKey === true);
        }}
        className="size-4 accent-primary"
      />
    </label>
  );
}
