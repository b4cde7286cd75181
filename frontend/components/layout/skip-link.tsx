'use client';

import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

/** The first thing that Tab reaches: it jumps over the navigation. */
export function SkipLink() {
  const t = useTexts(common);
  return (
    <a
      href="#content"
      className="sr-only z-50 rounded-control bg-primary px-4 py-2 text-small text-on-primary focus:not-sr-only focus:absolute focus:left-4 focus:top-2"
    >
      {t.skipToContent}
    </a>
  );
}
