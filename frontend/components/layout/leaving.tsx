'use client';

import { Spinner } from '@/components/ui/spinner';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

/** In the place of a page for guests while the login leads on. */
export function Leaving() {
  const t = useTexts(common);
  return (
    <p role="status" className="flex items-center justify-center gap-2 py-16 text-muted">
      <Spinner />
      {t.loading}
    </p>
  );
}
