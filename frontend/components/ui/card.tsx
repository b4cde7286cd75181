import type { ComponentProps, ReactNode } from 'react';

import { cn } from '@/lib/utils';

/** A raised area. */
export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('rounded-card border bg-raised p-6', className)} {...props} />;
}

/** A part of a page with its heading, a sentence about it, and its content in a card. */
export function Section(props: {
  title: string;
  text?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={props.title} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 tabIndex={-1} className="text-lead font-semibold">
            {props.title}
          </h2>
          {props.text && <p className="text-small text-muted">{props.text}</p>}
        </div>
        {props.action}
      </div>
      <Card>{props.children}</Card>
    </section>
  );
}
