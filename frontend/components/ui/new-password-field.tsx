'use client';

import { type ComponentProps, useEffect, useRef, useState } from 'react';

import { PasswordField } from '@/components/ui/password-field';
import { useTexts } from '@/hooks/use-texts';
import { password as texts } from '@/lib/i18n/en/password';
import { strengthOf } from '@/lib/strength';
import { cn } from '@/lib/utils';

type Props = Omit<ComponentProps<typeof PasswordField>, 'autoComplete' | 'hint'> & {
  /** The rule of GET config, once it is loaded. */
  rule: { min_bytes: number; min_guesses: number } | undefined;
  /** Returns the owner's name and address: a password of them is easy to guess. */
  owner: () => string[];
};

const LOOKS = { weak: 'bg-danger', fair: 'bg-success', strong: 'bg-success' };
const LEVELS = ['weak', 'fair', 'strong'] as const;
// Until the rule is there; the API decides in any case.
const MIN_GUESSES = 1_000_000;

/** A password that is chosen now: its rule, and how hard it is to guess, as one types. */
export function NewPasswordField({ rule, owner, onChange, ...field }: Props) {
  const t = useTexts(texts);
  const part = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  // What was typed before the scripts ran.
  useEffect(() => setTyped(part.current?.querySelector('input')?.value ?? ''), []);

  const strength =
    typed === '' ? undefined : strengthOf(typed, owner(), rule?.min_guesses ?? MIN_GUESSES);
  const level = strength === undefined ? -1 : LEVELS.indexOf(strength);
  return (
    <div ref={part} className="flex flex-col gap-1.5">
      <PasswordField
        {...field}
        autoComplete="new-password"
        hint={rule && t.rule(rule.min_bytes)}
        onChange={(event) => {
          setTyped(event.target.value);
          return onChange?.(event);
        }}
      />
      {strength && (
        <div aria-hidden className="grid grid-cols-3 gap-1">
          {LEVELS.map((each, index) => (
            <div
              key={each}
              className={cn('h-1 rounded-full', index <= level ? LOOKS[strength] : 'bg-line')}
            />
          ))}
        </div>
      )}
      <p aria-live="polite" className="text-small text-muted">
        {strength && t[strength]}
      </p>
    </div>
  );
}
