'use client';

import { Pause, Play, X } from 'lucide-react';
import type { ReactNode } from 'react';

import { useTexts } from '@/hooks/use-texts';
import { uploads as english } from '@/lib/i18n/en/uploads';
import type { Upload } from '@/lib/uploads/types';
import { isActive, uploads } from '@/lib/uploads/uploads';

/** Pause or go on, and cancel. */
export function UploadButtons({ upload: { key, name, ...upload } }: { upload: Upload }) {
  const t = useTexts(english);
  const isPaused = upload.state === 'paused';
  const hasEnded = upload.state === 'done' || upload.state === 'failed';
  const canPause = isActive({ key, name, ...upload });
  return (
    <div className="-mr-2 flex shrink-0 items-start">
      {/* One button, so that the focus stays on it. */}
      {(canPause || isPaused) && (
        <IconButton
          label={isPaused ? t.resume(name) : t.pause(name)}
          onClick={() => (isPaused ? uploads.resume(key) : uploads.pause(key))}
        >
          {isPaused ? (
            <Play aria-hidden className="size-4" />
          ) : (
            <Pause aria-hidden className="size-4" />
          )}
        </IconButton>
      )}
      <IconButton
        label={hasEnded ? t.remove(name) : t.cancel(name)}
        onClick={() => uploads.cancel(key)}
      >
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}

function IconButton(props: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      onClick={props.onClick}
      className="flex size-8 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-text"
    >
      {props.children}
    </button>
  );
}
