import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a list shows that has nothing: what that means, and what one can do. */
export function Empty(props: {
  icon: LucideIcon;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <props.icon aria-hidden className="mb-2 size-8 text-muted" />
      <p className="font-medium">{props.title}</p>
      {props.text && <p className="max-w-auth text-small text-muted">{props.text}</p>}
      {props.children && <div className="mt-4">{props.children}</div>}
    </div>
  );
}
