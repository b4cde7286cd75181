import type { ComponentProps, ReactNode } from 'react';

import { FormProblem } from '@/components/ui/problem';
import type { Problem } from '@/lib/error';
import { cn } from '@/lib/utils';

type Props = Omit<ComponentProps<'form'>, 'noValidate'> & {
  /** What the API said about the whole form; see useApiForm. */
  failure: { problem: Problem; since: number } | undefined;
  children: ReactNode;
};

/** A form whose messages are ours, not the browser's, with the problem of the form on top. */
export function Form({ failure, className, children, ...props }: Props) {
  return (
    // POST, so that a form sent before the scripts ran puts no password into the address.
    <form method="post" noValidate className={cn('flex flex-col gap-5', className)} {...props}>
      {failure && (
        <FormProblem problem={failure.problem} since={failure.since} key={failure.since} />
      )}
      {children}
    </form>
  );
}
