'use client';

import type { DocumentPublic } from '@/app/client';
import { RestoreButton } from '@/components/documents/view/restore-button';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';

type Props = {
  document: DocumentPublic;
  version: number;
  /** An address can name a version that there is not. */
  isThere: boolean;
  onShowCurrent: () => void;
};

/** Says that an older version is shown, and leads to the current one or makes this one it. */
export function VersionNotice({ document, version, isThere, onShowCurrent }: Props) {
  const t = useTexts(texts);
  return (
    <Alert kind="info">
      <p>{isThere ? t.olderVersion(version) : t.noVersion(version)}</p>
      <div className="mt-2 flex flex-wrap gap-3">
        <Button look="secondary" size="small" onClick={onShowCurrent}>
          {t.showCurrent}
        </Button>
        {isThere && <RestoreButton document={document} number={version} onDone={onShowCurrent} />}
      </div>
    </Alert>
  );
}
