'use client';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

type Props = { isDirty: boolean; isBusy: boolean; onDiscard: () => void };

/** The end of a long form: it stays in sight as long as there are changes. */
export function SaveBar({ isDirty, isBusy, onDiscard }: Props) {
  const t = useTexts(common);
  return (
    <>
      <p role="status" className="sr-only">
        {isDirty ? t.unsaved : ''}
      </p>
      {isDirty && (
        <div className="sticky bottom-4 z-20 flex flex-wrap items-center justify-end gap-3 rounded-card border bg-floating p-3 shadow-floating sm:pl-5">
          <p aria-hidden className="mr-auto text-small">
            {t.unsaved}
          </p>
          <div className="flex gap-3 max-sm:w-full">
            <Button look="secondary" onClick={onDiscard} className="max-sm:grow">
              {t.discard}
            </Button>
            <Button type="submit" busy={isBusy} className="max-sm:grow">
              {t.save}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
