'use client';

import { ChevronDown, X } from 'lucide-react';
import { useId, useState } from 'react';

import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import { UploadRow } from '@/components/uploads/upload-row';
import { useTexts } from '@/hooks/use-texts';
import { useUploads } from '@/hooks/use-uploads';
import { uploads as english } from '@/lib/i18n/en/uploads';
import { canRetry } from '@/lib/uploads/rules';
import { type Summary, summarize } from '@/lib/uploads/summary';
import type { Upload } from '@/lib/uploads/types';
import { isActive, uploads } from '@/lib/uploads/uploads';
import { cn } from '@/lib/utils';

const PHONE = '(max-width: 639px)';

/**
 * All uploads, at the bottom of every page. It stands at the end of the page, too, so that
 * it covers nothing for good. On a phone it begins as one line.
 */
export function UploadPanel() {
  const t = useTexts(english);
  const list = useUploads();
  const id = useId();
  const [isOpen, setOpen] = useState(() => !matchMedia(PHONE).matches);
  const summary = summarize(list);
  const failed = list.filter(canRetry);
  const isDone = ({ state }: Upload) => state === 'done';
  // What runs must not disappear behind what is done.
  const ordered = [...list.filter((upload) => !isDone(upload)), ...list.filter(isDone)];
  return (
    <section
      aria-label={t.title}
      data-uploads
      className="pointer-events-auto w-full border-t bg-floating shadow-floating sm:w-96 sm:rounded-card sm:border"
    >
      <div className="flex items-center gap-1 py-2 pl-4 pr-2">
        <div className="min-w-0 grow">
          <p className="text-small font-semibold tabular-nums">{headline(summary, t)}</p>
          {summary.active > 0 && !isOpen && (
            <Progress className="mt-1" value={summary.percent} max={100} label={t.title} />
          )}
        </div>
        <Button
          look="quiet"
          size="icon"
          aria-label={t.show}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronDown aria-hidden className={cn(!isOpen && 'rotate-180')} />
        </Button>
        {summary.active + summary.paused === 0 && (
          <Button look="quiet" size="icon" aria-label={t.close} onClick={() => uploads.clear()}>
            <X aria-hidden />
          </Button>
        )}
      </div>
      <div id={id} hidden={!isOpen} className="border-t">
        <ul className="max-h-uploads divide-y overflow-y-auto">
          {ordered.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
        </ul>
        {(summary.active > 1 || failed.length > 1) && (
          <div className="flex gap-4 border-t px-4 py-2">
            {summary.active > 1 && (
              <Button
                look="link"
                size="inline"
                onClick={() => list.filter(isActive).forEach(({ key }) => uploads.cancel(key))}
              >
                {t.cancelAll}
              </Button>
            )}
            {failed.length > 1 && (
              <Button
                look="link"
                size="inline"
                onClick={() => failed.forEach(({ key }) => uploads.retry(key))}
              >
                {t.retryAll}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function headline(summary: Summary, t: typeof english): string {
  const { active, done, failed, paused, unfinished, percent } = summary;
  if (active > 0) return t.running(done, done + active, percent);
  if (paused > 0) return t.paused(paused);
  if (done + failed > 0) return t.ended(done, failed);
  return t.unfinished(unfinished);
}
