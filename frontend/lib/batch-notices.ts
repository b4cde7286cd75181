import type { BatchResult } from '@/app/client';
import { type Action, idsWith } from '@/lib/document-batches';
import { common } from '@/lib/i18n/en/common';
import { documents } from '@/lib/i18n/en/documents';
import { translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';

type Done = {
  /** Says how many documents were changed. */
  text: (count: number) => string;
  /** Restores the documents that are in the trash now. */
  undo?: () => void;
};

/** Show in a toast how many documents an action changed, and how many it left out and why. */
export function notifyResults(
  action: Action['action'],
  results: readonly BatchResult[],
  { text, undo }: Done,
): void {
  const done = idsWith(results, 'done');
  const leftOut = leftOutOf(action, results);
  if (done.size === 0 && leftOut.length === 0) return;
  const texts = done.size > 0 ? [text(done.size), ...leftOut] : leftOut;
  const kind = leftOut.length === 0 ? 'success' : done.size > 0 ? 'info' : 'error';
  const offer = done.size > 0 && undo && offerUndo(done, undo);
  notify({ kind, text: texts.join(' '), ...offer });
}

function leftOutOf(action: Action['action'], results: readonly BatchResult[]): string[] {
  const { leftOut, leftOutReasons } = translated(documents);
  const reasons: Partial<Record<BatchResult['outcome'], string>> = leftOutReasons[action];
  return Object.entries(reasons).flatMap(([wanted, reason]) => {
    const count = results.filter(({ outcome }) => outcome === wanted).length;
    return count > 0 ? [leftOut(count, reason)] : [];
  });
}

// The toasts with "Undo" and the documents that each would restore.
const offers = new Set<{ ids: Set<string>; toast: AbortController }>();

function offerUndo(ids: ReadonlySet<string>, onClick: () => void) {
  const toast = new AbortController();
  offers.add({ ids: new Set(ids), toast });
  return { action: { label: translated(common).undo, onClick }, signal: toast.signal };
}

/** Remove the toasts that offer to restore only these documents; undefined: all of them. */
export function endUndo(ids: readonly string[] | undefined): void {
  for (const offer of offers) {
    if (ids) ids.forEach((id) => offer.ids.delete(id));
    else offer.ids.clear();
    if (offer.ids.size > 0) continue;
    offers.delete(offer);
    offer.toast.abort();
  }
}
