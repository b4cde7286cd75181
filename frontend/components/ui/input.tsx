import type { ComponentProps } from 'react';

import { cn } from '@/lib/utils';

/** The looks of everything that one types into. */
export const CONTROL =
  'w-full rounded-control border border-control bg-raised px-3 text-body text-text transition-colors duration-hover disabled:cursor-not-allowed disabled:bg-hover disabled:text-muted aria-[invalid=true]:border-danger';

/** A line to type into. Use TextField, which has the label. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(CONTROL, 'h-control', className)} {...props} />;
}

/** Several lines to type into. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea rows={4} className={cn(CONTROL, 'py-2', className)} {...props} />;
}

/** A list to choose from, the browser's own: phones show it as they do. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cn(CONTROL, 'h-control pl-2 pr-8', className)} {...props} />;
}
