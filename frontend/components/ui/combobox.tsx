'use client';

import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, type Ref, useMemo, useState } from 'react';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useCombobox } from '@/hooks/use-combobox';
import { useTexts } from '@/hooks/use-texts';
import { filterBy } from '@/lib/filter';
import { common } from '@/lib/i18n/en/common';
import { cn } from '@/lib/utils';

export type Choice = { value: string; label: string };

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
  /** What stands at the end of a choice; called for the choices that show only. */
  detail?: (value: string) => ReactNode;
  ref?: Ref<HTMLInputElement>;
};

// More would slow down typing, and nobody reads them.
const MOST = 50;

/** One of many values: a field that one types into to find it. */
export function Combobox({ label, hint, error, choices, value, onChange, detail, ref }: Props) {
  const t = useTexts(common);
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string>();
  const chosen = choices.find((choice) => choice.value === value);

  const matches = useMemo(() => {
    const isWanted = filterBy(typed ?? '');
    const found = choices.filter((choice) => isWanted(choice.label) && choice !== chosen);
    return chosen && isWanted(chosen.label) ? [chosen, ...found] : found;
  }, [choices, chosen, typed]);
  const items = matches.slice(0, MOST);

  function changeOpen(wanted: boolean) {
    setOpen(wanted);
    setTyped(undefined);
  }
  const box = useCombobox({
    items,
    typed: typed ?? '',
    isOpen,
    onOpenChange: changeOpen,
    onChoose: (choice) => {
      onChange(choice.value);
      changeOpen(false);
    },
  });

  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative" onBlur={() => changeOpen(false)}>
          <Input
            {...control}
            {...box.input}
            ref={ref}
            value={typed ?? chosen?.label ?? value}
            onChange={(event) => {
              setTyped(event.target.value);
              setOpen(true);
            }}
            onFocus={(event) => event.target.select()}
            onClick={(event) => {
              // What one types replaces the old value. Chromium drops a selection of onFocus.
              if (!isOpen) event.currentTarget.select();
              setOpen(true);
            }}
            className="pr-10"
          />
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute right-3 top-3 size-4 text-muted"
          />
          {isOpen && (
            <div className="absolute inset-x-0 top-full z-40 mt-1 rounded-menu border bg-floating shadow-floating">
              <div {...box.list(label)} className="max-h-64 overflow-y-auto p-1">
                {items.map((choice, index) => (
                  <div
                    key={choice.value}
                    {...box.item(index)}
                    className={cn(
                      'flex min-h-9 cursor-default items-center gap-2 rounded-control px-2 text-small',
                      index === box.active && 'bg-hover',
                    )}
                  >
                    <span className="min-w-0 grow break-words">{choice.label}</span>
                    <span className="shrink-0 tabular-nums text-muted">
                      {detail?.(choice.value)}
                    </span>
                    <Check
                      aria-hidden
                      className={cn('size-4 shrink-0', choice !== chosen && 'invisible')}
                    />
                  </div>
                ))}
              </div>
              <p role="status" className="px-3 pb-2 text-caption text-muted">
                {statusOf(matches.length)}
              </p>
            </div>
          )}
        </div>
      )}
    </Field>
  );

  function statusOf(count: number): string {
    if (count === 0) return t.noMatches;
    return count > MOST ? t.moreMatches(count - MOST) : t.matches(count);
  }
}
