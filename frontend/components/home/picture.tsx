'use client';

import { FileText, Link2, Search } from 'lucide-react';

import { Badge } from '@/components/ui/badge';
import { useTexts } from '@/hooks/use-texts';
import { home } from '@/lib/i18n/en/home';

/** A small picture of the product, drawn with its own parts. It says nothing that the text does not. */
export function Picture() {
  const t = useTexts(home).picture;
  return (
    <div aria-hidden className="relative min-w-0 select-none pb-10 sm:px-6">
      <div className="rounded-card border bg-raised p-4 sm:p-6">
        <p className="flex h-control items-center gap-2 rounded-control border border-control px-3 text-small">
          <Search className="size-4 text-muted" />
          {t.search}
        </p>
        <ul className="mt-4 divide-y">
          {t.rows.map(([title, before, match, after, type]) => (
            <li key={title} className="flex items-center gap-3 py-3">
              <FileText className="size-4 shrink-0 text-muted" />
              <div className="min-w-0 grow">
                <p className="truncate text-small font-medium">{title}</p>
                <p className="truncate text-small text-muted">
                  {before}
                  <span className="rounded-control bg-badge text-on-badge">{match}</span>
                  {after}
                </p>
              </div>
              <Badge>{type}</Badge>
            </li>
          ))}
        </ul>
      </div>
      <div className="absolute bottom-0 right-0 flex items-center gap-3 rounded-card border bg-floating p-4 shadow-floating">
        <span className="flex size-8 items-center justify-center rounded-full bg-success-ground text-success">
          <Link2 className="size-4" />
        </span>
        <div>
          <p className="text-small font-medium">{t.share}</p>
          <p className="text-caption text-muted">{t.shareText}</p>
        </div>
      </div>
    </div>
  );
}
