'use client';

import { useSelectionContext } from '@/contexts/selection-context';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

/** The box that chooses everything that matches, loaded or not. */
export function ChooseAll() {
  const t = useTexts(documents);
  const { selection, onChooseAll } = useSelectionContext();
  const isAll = selection.isRule && selection.ids.size === 0;
  const isSome = !isAll && (selection.isRule || selection.ids.size > 0);
  return (
    <label className="flex size-8 items-center justify-center">
      <input
        type="checkbox"
        aria-label={t.chooseAll}
        ref={(box) => {
          if (box) box.indeterminate = isSome;
        }}
        checked={isAll}
        onChange={() => onChooseAll(!isAll)}
        className="size-4 accent-primary"
      />
    </label>
  );
}
