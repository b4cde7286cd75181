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
  /** Called once all digits are there. */
  onComplete: (value: string) => void;
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/**
 * A code in digits. It is one real input under drawn boxes: paste, autofill from a message
 * and Backspace work as everywhere. A wrong code stays and is selected, to be typed over.
 */
export function CodeInput({ label, hint, error, digits, value, onChange, onComplete, ref }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error) input.current?.select();
  }, [error]);
  return (
    <Field label={label} hint={hint} error={error}>
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
          onChange={onChange}
          onComplete={onComplete}
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
