'use client';

import { useEffect, useState } from 'react';

import { useTexts } from '@/hooks/use-texts';
import { uploads as english } from '@/lib/i18n/en/uploads';
import type { UploadEvent } from '@/lib/uploads/types';
import { uploads } from '@/lib/uploads/uploads';

// Events within this time are one sentence, in milliseconds.
const TOGETHER = 800;

/** Says to a screen reader when uploads start, end and fail; never how far they are. */
export function Announcer() {
  const t = useTexts(english);
  const [said, setSaid] = useState('');

  useEffect(() => {
    let events: UploadEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const one = { started: t.saidStarted, done: t.saidDone, failed: t.saidFailed };
    const many = { started: t.saidStartedMany, done: t.saidDoneMany, failed: t.saidFailedMany };
    function say() {
      const sentences = (['started', 'done', 'failed'] as const).map((kind) => {
        const [first, ...more] = events.filter((event) => event.kind === kind);
        if (!first) return '';
        return more.length === 0 ? one[kind](first.upload.name) : many[kind](more.length + 1);
      });
      setSaid(sentences.filter(Boolean).join(' '));
      events = [];
      timer = undefined;
    }
    const stop = uploads.onEvent((event) => {
      events.push(event);
      timer ??= setTimeout(say, TOGETHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [t]);

  return (
    <p role="status" id="said-of-uploads" className="sr-only">
      {said}
    </p>
  );
}
