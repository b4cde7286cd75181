'use client';

import type { ComponentProps, ReactNode } from 'react';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

type Props = ComponentProps<typeof Input> & { label: ReactNode; hint?: ReactNode; error?: string };

/** A line to type into, with its label. Spread `register(name)` of React Hook Form into it. */
export function TextField({ label, hint, error, className, ...input }: Props) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => <Input {...input} {...control} />}
    </Field>
  );
}
