import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = {
  icon: LucideIcon;
  name: string;
  badges?: ReactNode;
  actions: ReactNode;
  /** What is known about it, a line each. */
  children: ReactNode;
};

/** Something in a list that its owner named: what is known about it, and what one can do. */
export function NamedRow({ icon: Icon, name, badges, actions, children }: Props) {
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 py-4 first:pt-0 last:pb-0">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="min-w-0 break-words">{name}</span>
          {badges}
        </p>
        <div className="mt-1 flex flex-col gap-0.5 text-small text-muted">{children}</div>
      </div>
      <div className="flex gap-2">{actions}</div>
    </li>
  );
}
