import type { ReactNode } from 'react';

type Props = {
  title: string;
  /** What is so now, and what the action changes. */
  text: ReactNode;
  children?: ReactNode;
};

/** A line of a card: something that can be changed, and the button for it. */
export function ActionRow({ title, text, children }: Props) {
  return (
    <div className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0 sm:flex-row sm:items-center sm:justify-between sm:gap-6">
      <div className="min-w-0">
        <h3 className="font-medium">{title}</h3>
        <div className="text-small text-muted">{text}</div>
      </div>
      {children && <div className="flex shrink-0 flex-wrap gap-2">{children}</div>}
    </div>
  );
}
