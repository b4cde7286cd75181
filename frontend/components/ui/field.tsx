'use client';

import { type ReactNode, useId } from 'react';

import { cn } from '@/lib/utils';

/** What a control needs so that its label, hint and error are read with it. */
export type ControlProps = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
};

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  /** Reads the error out: for a field that has the focus already when it comes. */
  live?: boolean;
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

/** A control with its label above, and its hint and its error below. */
export function Field({ label, hint, error, live, className, children }: Props) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [hint && hintId, error && errorId].filter(Boolean).join(' ');
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-small font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p id={hintId} className="text-small text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} role={live ? 'alert' : undefined} className="text-small text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
