'use client';

import { type LucideIcon, X } from 'lucide-react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

type Props = {
  /** How many are chosen; undefined if nobody counted. */
  count: number | undefined;
  /** Whether all that match are chosen. */
  isAll: boolean;
  actions: readonly (readonly [label: string, icon: LucideIcon, onClick: () => void])[];
  onClear: () => void;
};

/** How many documents are chosen, and what one can do with all of them. */
export function SelectionBar({ count, isAll, actions, onClear }: Props) {
  const t = useTexts(documents);
  return (
    <div className="flex min-w-0 grow items-center gap-1 sm:gap-2">
      <Button look="quiet" size="icon" aria-label={t.chooseNone} onClick={onClear}>
        <X aria-hidden />
      </Button>
      <p role="status" className="min-w-0 grow truncate text-small font-medium tabular-nums">
        {textOf()}
      </p>
      <div role="group" aria-label={t.chosenActions} className="flex shrink-0 gap-1">
        {actions.map(([label, Icon, onClick]) => (
          <Button key={label} look="quiet" size="small" aria-label={label} onClick={onClick}>
            <Icon aria-hidden />
            <span className="hidden md:inline">{label}</span>
          </Button>
        ))}
      </div>
    </div>
  );

  function textOf(): string {
    if (count === undefined) return t.chosenEverything;
    return isAll ? t.chosenAll(count) : t.chosen(count);
  }
}
