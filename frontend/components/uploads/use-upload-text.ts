'use client';

import { useQuery } from '@tanstack/react-query';

import type { FileRule } from '@/app/client';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { formatBytes } from '@/lib/format';
import { errors } from '@/lib/i18n/en/errors';
import { uploads } from '@/lib/i18n/en/uploads';
import { configQuery } from '@/lib/queries/account';
import { extensionOf } from '@/lib/uploads/rules';
import type { Upload } from '@/lib/uploads/types';

type Texts = typeof uploads;

/** Return what an upload does, or why it failed, in words. */
export function useUploadText(upload: Upload): string {
  const t = useTexts(uploads);
  const { unknown } = useTexts(errors);
  const { locale } = useHabits();
  const { data: config } = useQuery(configQuery);
  const bytes = (value: number) => formatBytes(value, locale);
  const sent = bytes(upload.sent);
  const size = bytes(upload.size);
  switch (upload.state) {
    case 'waiting':
      return t.stateWaiting;
    case 'sending': {
      if (upload.sent === upload.size) return t.stateChecking;
      const progress = t.stateSending(sent, size);
      return upload.speed === undefined
        ? progress
        : `${progress} · ${t.speed(bytes(upload.speed))}`;
    }
    case 'interrupted':
      return upload.refusal?.code === 'offline' ? t.stateOffline : t.stateBusy;
    case 'paused':
      return t.statePaused(sent, size);
    case 'unfinished':
      return t.stateUnfinished(sent, size);
    case 'done':
      return `${t.stateDone} · ${size}`;
    case 'failed':
      return failure(upload, t, bytes, config?.files) ?? upload.refusal?.message ?? unknown;
  }
}

function failure(
  upload: Upload,
  t: Texts,
  bytes: (value: number) => string,
  rule: FileRule | undefined,
): string | undefined {
  const extension = extensionOf(upload.name);
  switch (upload.refusal?.code) {
    case 'type_not_allowed':
      return t.typeNotAllowed(
        extension,
        rule?.types.map((type) => type.extension).join(', ') ?? '',
      );
    case 'content_mismatch':
      return t.contentMismatch(extension);
    case 'file_too_large':
      return rule && t.fileTooLarge(bytes(upload.size), bytes(rule.max_bytes));
    case 'name_too_long':
      return rule && t.nameTooLong(rule.name_max_characters);
    case 'empty_file':
      return t.emptyFile;
    case 'unreadable':
      return t.unreadable;
    case 'upload_exceeds_quota':
      return t.quotaExceeded;
    case 'upload_is_duplicate':
      return upload.target ? t.sameVersion : t.duplicate;
    case 'upload_is_in_trash':
      return t.inTrash;
    default:
      return undefined;
  }
}
