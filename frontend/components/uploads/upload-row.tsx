'use client';

import { CircleAlert, CircleCheck, CirclePause, File, LoaderCircle, WifiOff } from 'lucide-react';
import Link from 'next/link';
import { memo } from 'react';

import { Progress } from '@/components/ui/progress';
import { UploadActions } from '@/components/uploads/upload-actions';
import { UploadButtons } from '@/components/uploads/upload-buttons';
import { useUploadText } from '@/components/uploads/use-upload-text';
import { documentPath } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { uploads } from '@/lib/i18n/en/uploads';
import type { Upload, UploadState } from '@/lib/uploads/types';
import { cn } from '@/lib/utils';

const LOOKS: Record<UploadState, [typeof File, string]> = {
  waiting: [File, 'text-muted'],
  sending: [LoaderCircle, 'text-link animate-spin'],
  interrupted: [WifiOff, 'text-warning'],
  paused: [CirclePause, 'text-muted'],
  unfinished: [CirclePause, 'text-muted'],
  done: [CircleCheck, 'text-success'],
  failed: [CircleAlert, 'text-danger'],
};

/** One upload: its name, how far it is, and what one can do with it. */
export const UploadRow = memo(function UploadRow({ upload }: { upload: Upload }) {
  const t = useTexts(uploads);
  const text = useUploadText(upload);
  const [Icon, look] = LOOKS[upload.state];
  const isUnderway = !['done', 'failed'].includes(upload.state);
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', look)} />
      <div className="min-w-0 grow">
        <p className="line-clamp-2 break-words text-small font-medium">
          {upload.documentId ? (
            <Link
              href={documentPath(upload.documentId)}
              className="text-link underline underline-offset-4 hover:no-underline"
            >
              {upload.name}
            </Link>
          ) : (
            upload.name
          )}
        </p>
        {isUnderway && (
          <Progress
            className="my-1.5"
            value={upload.sent}
            max={upload.size}
            label={t.progress(upload.name)}
          />
        )}
        <p
          className={cn(
            'break-words text-caption tabular-nums',
            upload.state === 'failed' ? 'text-danger' : 'text-muted',
          )}
        >
          {text}
        </p>
        <UploadActions upload={upload} />
      </div>
      <UploadButtons upload={upload} />
    </li>
  );
});
