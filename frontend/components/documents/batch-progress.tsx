'use client';

import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import { useBatchProgress } from '@/hooks/documents/use-batch-progress';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { documents } from '@/lib/i18n/en/documents';

/** How far an action for all that match is; after a reload, too. */
export function BatchProgress() {
  const t = useTexts(documents);
  const { cancel: cancelText } = useTexts(common);
  const { batch, cancel } = useBatchProgress();
  if (!batch) return null;
  const label = t.batchRunning[batch.action];
  return (
    <div className="flex items-center gap-4 rounded-card border bg-raised p-4">
      <div className="min-w-0 grow">
        <p className="mb-2 flex justify-between gap-4 text-small">
          <span role="status">{label}</span>
          <span className="shrink-0 tabular-nums text-muted">
            {t.batchAt(batch.processed, batch.total)}
          </span>
        </p>
        <Progress label={label} value={batch.processed} max={Math.max(1, batch.total)} />
      </div>
      <Button look="secondary" size="small" onClick={() => void cancel(batch.id)}>
        {cancelText}
      </Button>
    </div>
  );
}
