'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';

import { useTexts } from '@/hooks/use-texts';
import { errors } from '@/lib/i18n/en/errors';
import { notify } from '@/lib/notify';

/**
 * A link to a page that is loaded when somebody goes there, because there are thousands of them.
 * Without a connection it stays here and says so: the browser would replace the app by an error
 * page of its own, and uploads would end.
 */
export function LateLink({ onClick, ...props }: ComponentProps<typeof Link>) {
  const t = useTexts(errors);
  return (
    <Link
      {...props}
      prefetch={false}
      onClick={(event) => {
        onClick?.(event);
        if (navigator.onLine) return;
        event.preventDefault();
        notify({ kind: 'error', text: t.offline });
      }}
    />
  );
}
