'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';

import { cn } from '@/lib/utils';

type Props = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode };

/** A box to tick, with its label beside it. */
export function CheckboxField({ label, hint, className, ...input }: Props) {
  const id = useId();
  return (
    <div className={cn('flex items-start gap-3', className)}>
      <input
        {...input}
        type="checkbox"
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-1 size-4 shrink-0 accent-primary"
      />
      <div>
        <label htmlFor={id} className="text-small">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-small text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
