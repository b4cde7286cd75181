'use client';

import { Badge } from '@/components/ui/badge';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

const SHOWN = 2;

/** The first tags of a document, and how many more there are. */
export function DocumentTags({ tags }: { tags: readonly string[] }) {
  const t = useTexts(documents);
  return (
    <ul className="flex gap-1 overflow-hidden">
      {tags.slice(0, SHOWN).map((tag) => (
        <li key={tag} className="min-w-0 truncate">
          <Badge>{tag}</Badge>
        </li>
      ))}
      {tags.length > SHOWN && (
        <li>
          <Badge>{t.moreTags(tags.length - SHOWN)}</Badge>
        </li>
      )}
    </ul>
  );
}
