import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

const LOOKS = {
  neutral: 'bg-hover text-text',
  primary: 'bg-badge text-on-badge',
  success: 'bg-success-ground text-success',
  warning: 'bg-warning-ground text-warning',
  danger: 'bg-danger-ground text-danger',
};

/** A word about a thing: its state, say. The word says it, the colour only repeats it. */
export function Badge({
  look = 'neutral',
  children,
}: {
  look?: keyof typeof LOOKS;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        'inline-flex items-center whitespace-nowrap rounded-full px-2 py-0.5 text-caption font-medium',
        LOOKS[look],
      )}
    >
      {children}
    </span>
  );
}
