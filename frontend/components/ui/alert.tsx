import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { cn } from '@/lib/utils';

type Kind = 'danger' | 'success' | 'warning' | 'info';

const LOOKS: Record<Kind, [string, LucideIcon]> = {
  danger: ['bg-danger-ground text-danger', CircleAlert],
  success: ['bg-success-ground text-success', CircleCheck],
  warning: ['bg-warning-ground text-warning', TriangleAlert],
  info: ['bg-selected text-text', Info],
};

/** A message in the page. `live` reads it out when it appears. */
export function Alert(props: {
  kind: Kind;
  live?: boolean;
  children: ReactNode;
  className?: string;
}) {
  const [look, Icon] = LOOKS[props.kind];
  return (
    <div
      role={props.live ? 'alert' : undefined}
      className={cn('flex gap-3 rounded-control p-3 text-small', look, props.className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 grow break-words">{props.children}</div>
    </div>
  );
}
