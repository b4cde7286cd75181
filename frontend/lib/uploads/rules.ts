import type { FileRule } from '@/app/client';
import type { Refusal, Upload } from '@/lib/uploads/types';

/** Return the extension of a file name in lower case, without the dot; empty if it has none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/**
 * Return why the API would refuse a file, before a byte of it is sent. What is inside, and
 * whether there is room, only the API knows.
 */
export function refusalOf(
  file: { name: string; size: number },
  rule: FileRule,
): Refusal | undefined {
  const extension = extensionOf(file.name);
  if (!rule.types.some((type) => type.extension === extension)) return { code: 'type_not_allowed' };
  if (file.size === 0) return { code: 'empty_file' };
  if (file.size > rule.max_bytes) return { code: 'file_too_large' };
  if (file.name.length > rule.name_max_characters) return { code: 'name_too_long' };
  return undefined;
}

/** Return the value of `accept` of an input for files. */
export function acceptedBy(rule: FileRule): string {
  return rule.types.map(({ extension }) => `.${extension}`).join(',');
}

// For these the API ends an upload.
const ENDING: readonly Refusal['code'][] = [
  'content_mismatch',
  'upload_is_duplicate',
  'upload_is_in_trash',
  'document_not_found',
];
// Trying again cannot help these: the file is what it is.
const FINAL: readonly Refusal['code'][] = [
  ...ENDING,
  'type_not_allowed',
  'file_too_large',
  'empty_file',
  'name_too_long',
  'unreadable',
];

/** Whether nothing of a refused upload is left at the API. */
export function isEnded({ code }: Refusal): boolean {
  return ENDING.includes(code);
}

/** Whether the same file may be accepted another time. */
export function canRetry({ state, refusal }: Upload): boolean {
  return state === 'failed' && refusal !== undefined && !FINAL.includes(refusal.code);
}
