import type { ReactNode } from 'react';

import { Card } from '@/components/ui/card';
import { PageHeading } from '@/components/ui/page-heading';

type Props = {
  title: string;
  text?: ReactNode;
  /** What else one may want: another page, mostly. It stands below the card. */
  footer?: ReactNode;
  children?: ReactNode;
};

/** The card of a form of authentication, with its title above it. */
export function AuthCard({ title, text, footer, children }: Props) {
  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={title} text={text} />
      {children && <Card>{children}</Card>}
      {footer && <div className="text-center text-small text-muted">{footer}</div>}
    </div>
  );
}
