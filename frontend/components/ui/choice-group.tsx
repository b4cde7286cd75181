'use client';

import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';

type Props<T extends string> = {
  label: string;
  value: T;
  choices: readonly { value: T; label: string; icon: LucideIcon }[];
  onChange: (value: T) => void;
};

/** One of a few values, all of them in sight. */
export function ChoiceGroup<T extends string>({ label, value, choices, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset className="grid gap-3 sm:grid-cols-3">
      <legend className="sr-only">{label}</legend>
      {choices.map(({ value: each, label: text, icon: Icon }) => (
        <label
          key={each}
          className="flex min-h-12 items-center gap-3 rounded-control border border-control px-3 text-small font-medium transition-colors duration-hover hover:bg-hover has-[:checked]:border-primary has-[:checked]:bg-selected has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-ring"
        >
          <Icon aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="grow">{text}</span>
          <input
            type="radio"
            name={name}
            checked={each === value}
            onChange={() => onChange(each)}
            className="size-4 shrink-0 accent-primary focus-visible:outline-none"
          />
        </label>
      ))}
    </fieldset>
  );
}
