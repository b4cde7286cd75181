'use client';

import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

/** The line between a form and other ways to do the same. */
export function Or() {
  const t = useTexts(common);
  return (
    <p className="my-5 flex items-center gap-3 text-small text-muted before:grow before:border-t before:border-line after:grow after:border-t after:border-line">
      {t.or}
    </p>
  );
}
