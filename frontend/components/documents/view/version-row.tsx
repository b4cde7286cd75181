'use client';

import type { DocumentPublic, VersionPublic } from '@/app/client';
import { RestoreButton } from '@/components/documents/view/restore-button';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes } from '@/lib/format';
import { document as texts } from '@/lib/i18n/en/document';

type Props = {
  document: DocumentPublic;
  version: VersionPublic;
  /** The version before it, to compare; undefined for the first one. */
  before: VersionPublic | undefined;
  isShown: boolean;
  onShow: () => void;
};

/** One version: its label, its date, its size, and how much larger it is than the one before. */
export function VersionRow({ document, version, before, isShown, onShow }: Props) {
  const t = useTexts(texts);
  const { locale } = useHabits();
  const bytes = (value: number) => formatBytes(value, locale);
  const { number, label, size } = version;
  return (
    <li className="flex flex-col gap-1.5 text-small" aria-current={isShown ? 'true' : undefined}>
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {t.version(number)}
        {version.is_current && <Badge look="primary">{t.current}</Badge>}
      </p>
      {label && <p className="break-words">{label}</p>}
      <p className="text-muted">
        <Time at={version.created_at} />
      </p>
      <p className="tabular-nums text-muted">
        {bytes(size)}
        {before && <> · {difference(size - before.size)}</>}
      </p>
      {(!isShown || !version.is_current) && (
        <div className="mt-1 flex flex-wrap gap-2">
          {!isShown && (
            <Button
              look="secondary"
              size="small"
              aria-label={t.showVersionOf(number)}
              onClick={onShow}
            >
              {t.showVersion}
            </Button>
          )}
          {!version.is_current && <RestoreButton document={document} number={number} />}
        </div>
      )}
    </li>
  );

  function difference(by: number): string {
    if (by === 0) return t.sameSize;
    return by > 0 ? t.larger(bytes(by)) : t.smaller(bytes(-by));
  }
}
