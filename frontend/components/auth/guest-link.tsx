'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';

import { useHydrated } from '@/hooks/use-hydrated';
import { cn } from '@/lib/utils';

type Props = { href: string; className?: string; children: ReactNode };

/** A link to another page for guests. It keeps `?next=`, where the login leads in the end. */
export function GuestLink({ href, className, children }: Props) {
  const isHydrated = useHydrated();
  const next = isHydrated ? new URLSearchParams(location.search).get('next') : null;
  return (
    <Link
      href={next ? `${href}?next=${encodeURIComponent(next)}` : href}
      className={cn(className ?? 'text-link underline underline-offset-4 hover:no-underline')}
    >
      {children}
    </Link>
  );
}
