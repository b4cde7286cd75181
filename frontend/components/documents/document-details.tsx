'use client';

import { Link2 } from 'lucide-react';

import type { DocumentFound } from '@/app/client';
import { Marked } from '@/components/documents/marked';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

/** What stands below a title: where the search found its words, or the name of the file. */
export function DocumentDetails({ document }: { document: DocumentFound }) {
  const t = useTexts(documents);
  if (document.text_html) {
    return (
      <p className="line-clamp-2 break-words text-caption text-muted">
        <Marked html={document.text_html} />
      </p>
    );
  }
  return (
    <p className="flex min-w-0 items-center gap-2 text-caption text-muted">
      {/* As wide as the number of links leaves room, and no wider than the name. */}
      <span className="max-w-max flex-1 truncate">{document.name}</span>
      {document.active_shares > 0 && (
        <span className="flex min-w-0 items-center gap-1">
          <Link2 aria-hidden className="size-3 shrink-0" />
          <span className="truncate">{t.shared(document.active_shares)}</span>
        </span>
      )}
    </p>
  );
}
