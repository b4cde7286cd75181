'use client';

import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

type Props = {
  /** How many are loaded; undefined until it is known. */
  loaded: number | undefined;
  /** Of how many; undefined for a search, which does not count. */
  total: number | undefined;
  hasMore: boolean;
};

/** How many documents match, read out when it changes. */
export function ListStatus({ loaded, total, hasMore }: Props) {
  const t = useTexts(documents);
  return (
    <p role="status" className="truncate text-small tabular-nums text-muted">
      {textOf()}
    </p>
  );

  function textOf(): string {
    if (loaded === undefined) return '';
    if (total === undefined) return t.found(loaded, hasMore);
    return loaded < total ? t.loaded(loaded, total) : t.total(total);
  }
}
