import type { ReactNode } from 'react';

/** A part of the column beside the preview. */
export function Part(props: {
  title: string;
  id?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      id={props.id}
      aria-label={props.title}
      className="flex scroll-mt-20 flex-col gap-3 p-5"
    >
      <div className="flex min-h-9 items-center justify-between gap-2">
        <h2 className="text-body font-semibold">{props.title}</h2>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}
