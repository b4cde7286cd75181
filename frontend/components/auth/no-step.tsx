'use client';

import { AuthCard } from '@/components/auth/auth-card';
import { GuestLink } from '@/components/auth/guest-link';
import { Button } from '@/components/ui/button';

type Props = {
  title: string;
  text: string;
  /** The page on which the flow begins. */
  start: { href: string; label: string };
};

/** What a later step of a flow shows if this tab is not in the flow. */
export function NoStep({ title, text, start }: Props) {
  return (
    <AuthCard title={title} text={text}>
      <Button asChild>
        <GuestLink href={start.href} className="w-full">
          {start.label}
        </GuestLink>
      </Button>
    </AuthCard>
  );
}
