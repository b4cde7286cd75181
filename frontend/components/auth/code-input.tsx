'use client';

import { OTPInput, type SlotProps } from 'input-otp';
import { type Ref, useEffect, useRef } from 'react';

import { Field } from '@/components/ui/field';
import { cn } from '@/lib/utils';

type Props = {
  label: string;
  hint?: string;
  error?: string;
  digits: number;
  value: string;
  onChange: (value: string) => void;
  /** Called once all digits are there, and when others are pasted over them. */
  onComplete: () => void;
  /** Only where the code is what the page is for. */
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** Whether this change makes a code complete. Who corrects one digit may go on to the next. */
function completes(before: string, now: string, digits: number): boolean {
  const changed = [...now].filter((digit, index) => digit !== before[index]).length;
  return now.length === digits && (before.length < digits || changed > 1);
}

/**
 * A code in digits. It is one real input under drawn boxes: paste, autofill from a message
 * and Backspace work as everywhere. A wrong code stays and is selected, to be typed over.
 */
export function CodeInput({ label, hint, error, digits, value, autoFocus, ref, ...on }: Props) {
  const { onChange, onComplete } = on;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error) input.current?.select();
  }, [error]);
  return (
    <Field label={label} hint={hint} error={error} live>
      {(control) => (
        <OTPInput
          {...control}
          ref={(element) => {
            input.current = element;
            if (typeof ref === 'function') ref(element);
            else if (ref) ref.current = element;
          }}
          maxLength={digits}
          value={value}
          onChange={(now) => {
            if (now === value) return;
            onChange(now);
            if (completes(value, now, digits)) onComplete();
          }}
          // The page shows it only once the scripts run.
          noScriptCSSFallback={null}
          autoFocus={autoFocus}
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="^[0-9]+$"
          pasteTransformer={(text) => text.replace(/\D/g, '')}
          containerClassName="flex items-center gap-2"
          render={({ slots }) => slots.map((slot, index) => <Box key={index} {...slot} />)}
        />
      )}
    </Field>
  );
}

function Box({ char, isActive, hasFakeCaret }: SlotProps) {
  return (
    <div
      aria-hidden
      className={cn(
        'flex h-12 w-full min-w-0 items-center justify-center rounded-control border border-control bg-raised text-heading tabular-nums',
        isActive && 'outline outline-2 outline-offset-2 outline-ring',
      )}
    >
      {char ?? (hasFakeCaret && <span className="h-5 w-px animate-pulse bg-text" />)}
    </div>
  );
}
