'use client';

import { ExternalLink } from 'lucide-react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { showDocument } from '@/lib/download';
import { handleError } from '@/lib/error';
import { document as texts } from '@/lib/i18n/en/document';

/** Below a preview: shows the file alone, as large as the window. */
export function OpenOriginal(props: { documentId: string; version: number }) {
  const t = useTexts(texts);
  return (
    <div className="flex justify-end border-t p-2">
      <Button
        look="quiet"
        size="small"
        onClick={() => void showDocument(props.documentId, props.version).catch(handleError)}
      >
        <ExternalLink aria-hidden />
        {t.openOriginal}
      </Button>
    </div>
  );
}
